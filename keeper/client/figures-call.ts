import { Type, type Static } from 'typebox';
import { call, strict } from './call-schema.ts';

/** Of the keeper's process since it started; nothing says what was asked or answered. */
export const KeeperFigures = Type.Object({
  startedAtMs: Type.Integer(),
  residentBytes: Type.Integer(),
  /** Of all its threads. */
  cpuSeconds: Type.Number(),
  /** Each call that was made, by how it ended: `ok`, or the code of the error. */
  calls: Type.Array(
    Type.Object({ call: Type.String(), outcome: Type.String(), count: Type.Integer() }),
  ),
});
export type KeeperFigures = Static<typeof KeeperFigures>;

/** Part of `CALLS`. */
export const FIGURES_CALL = {
  figures: call(['operator'], Type.Object({}, strict), KeeperFigures),
} as const;
