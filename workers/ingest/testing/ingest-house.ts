import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { saveCamera } from '../../../store/cameras.ts';
import type { Gap, Segment } from '../../../store/schema.ts';
import { H264, makeClip, movingSource } from '../../media/test-clip.ts';
import { openHouse, type House } from '../../testing/house.ts';
import type { CameraSource } from '../camera-source.ts';
import { changingSources, type ChangingSources } from '../changing-sources.ts';
import type { IngestConfig } from '../ingest-config.ts';
import { newIngestCounters, type IngestCounters } from '../ingest-counters.ts';
import { runIngest } from '../run-ingest.ts';

/** An ingest that runs in the test's own process. */
export interface RunningIngest {
  readonly counters: IngestCounters;
  /** Everything it logged. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** A house with a file that stands for a camera, and what ingest needs. */
export interface IngestHouse extends House {
  readonly ingestConfig: IngestConfig;
  readonly sources: ChangingSources;
  /** Of a camera that plays the file; its row is made. */
  addCamera(cameraId: string): Promise<CameraSource>;
  runIngest(change?: Partial<IngestConfig>, nowMs?: () => number): RunningIngest;
  /** In order of time. */
  segmentsOf(cameraId: string): Promise<readonly Segment[]>;
  /** Those outside footage, in order of time. */
  gapsOf(cameraId: string): Promise<readonly Gap[]>;
}

const SEGMENT_MS = 1000;

export async function openIngestHouse(databaseUrl: string, jobsUrl: string): Promise<IngestHouse> {
  const house = await openHouse(databaseUrl, jobsUrl);
  const folder = await mkdtemp(join(tmpdir(), 'wayside-ingest-'));
  const clip = await makeClip(join(folder, 'street.mp4'), [...movingSource(320, 180, 20), ...H264]);
  const { kysely: db } = house.database;
  const ingestConfig: IngestConfig = {
    services: house.config.services,
    spool: { folder: join(folder, 'spool'), mostBytes: 100_000_000, keepFreeBytes: 0 },
    host: 'test-host',
  };
  const sources = changingSources();
  const running = new Set<RunningIngest>();
  return {
    ...house,
    ingestConfig,
    sources,
    async addCamera(cameraId) {
      await saveCamera(db, { id: cameraId, region: 'eu' });
      const url = pathToFileURL(clip).href;
      return { cameraId, url, detectionUrl: null, segmentMs: SEGMENT_MS, masks: [] };
    },
    runIngest(change = {}, nowMs = () => Date.now()) {
      const lines: string[] = [];
      const counters = newIngestCounters();
      const stopping = new AbortController();
      const ended = runIngest(
        { ...ingestConfig, ...change },
        {
          signal: stopping.signal,
          log: pino({}, { write: (line) => lines.push(line) }),
          sources,
          counters,
          nowMs,
        },
      );
      const ingest: RunningIngest = {
        counters,
        lines,
        async stop() {
          stopping.abort();
          running.delete(ingest);
          await ended;
        },
      };
      running.add(ingest);
      return ingest;
    },
    segmentsOf: (cameraId) =>
      db
        .selectFrom('segment')
        .selectAll()
        .where('cameraId', '=', cameraId)
        .orderBy('startedAt')
        .execute(),
    gapsOf: (cameraId) =>
      db
        .selectFrom('gap')
        .selectAll()
        .where('cameraId', '=', cameraId)
        .where('footageId', 'is', null)
        .orderBy('startedAt')
        .execute(),
    async close() {
      await Promise.all([...running].map((ingest) => ingest.stop()));
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whole seconds between the first and the last moment that are in neither a segment nor a gap. */
export function missingSeconds(segments: readonly Segment[], gaps: readonly Gap[]): number {
  const spans = [...segments, ...gaps]
    .map(({ startedAt, endedAt }) => [startedAt.getTime(), endedAt.getTime()] as const)
    .sort(([a], [b]) => a - b);
  let missingMs = 0;
  let knownMs = spans[0]?.[0] ?? 0;
  for (const [startMs, endMs] of spans) {
    // Two pieces of one connection may be a few pictures apart.
    if (startMs - knownMs > 200) missingMs += startMs - knownMs;
    knownMs = Math.max(knownMs, endMs);
  }
  return Math.floor(missingMs / 1000);
}
