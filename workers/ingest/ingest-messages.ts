import { Type, type Static } from 'typebox';
import { CameraSource } from './camera-source.ts';
import { IngestConfig } from './ingest-config.ts';

/** What the starting process tells an ingest process over the IPC channel; holds secrets. */

/** First of all. */
export const ConfigureIngest = Type.Object({
  type: Type.Literal('configure'),
  config: IngestConfig,
  sources: Type.Array(CameraSource),
});
export type ConfigureIngest = Static<typeof ConfigureIngest>;

/** Whenever cameras were added, changed or removed: all there are now. */
export const ChangeSources = Type.Object({
  type: Type.Literal('sources'),
  sources: Type.Array(CameraSource),
});
export type ChangeSources = Static<typeof ChangeSources>;
