import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { saveCamera } from '../../../store/cameras.ts';
import type { Schema } from '../../../store/schema.ts';
import { startTestS3, type TestS3 } from '../../../store/testing/test-s3.ts';
import type { CameraSource } from '../../ingest/camera-source.ts';
import { changingSources, type ChangingSources } from '../../ingest/changing-sources.ts';
import type { IngestConfig } from '../../ingest/ingest-config.ts';
import { startIngest, type IngestProcess } from '../../ingest/start-ingest.ts';
import type { ObjectsConfig } from '../../config.ts';
import { startWorkers, type Workers } from '../../start-workers.ts';
import { openHouse, type House } from '../house.ts';
import { startPostgres } from '../postgres-service.ts';
import { startRedis } from '../redis-service.ts';
import { startRtspServer, type MountOptions, type RtspServer } from '../rtsp/rtsp-server.ts';
import type { CheckedSite } from './check-nothing-lost.ts';
import { makeLoopClip } from './loop-clip.ts';

export interface FaultSiteOptions {
  readonly jobs: 'Redis' | 'PostgreSQL';
  /** S3 is a server of the site's own. */
  readonly objects: 'S3' | Extract<ObjectsConfig, { kind: 'folder' }>;
  readonly workers?: number;
  /** Default 2: enough to read each plate of the clip several times as it passes. */
  readonly analysisFps?: number;
  readonly spool?: Partial<IngestConfig['spool']>;
}

/** Something that can be taken away for a while. */
export interface Outage {
  stop(): Promise<void>;
  start(): Promise<void>;
}

/**
 * A site as it runs in the field, small: RTSP cameras, ingest and workers in processes of their own, keeper,
 * PostgreSQL, jobs and objects. Everything but the test itself can be taken away and comes back.
 */
export interface FaultSite {
  readonly house: House;
  readonly db: Kysely<Schema>;
  readonly rtsp: RtspServer;
  readonly sources: ChangingSources;
  readonly workers: Workers;
  readonly outages: Readonly<Record<'Redis' | 'PostgreSQL' | 'S3', Outage | null>>;
  readonly jobsUrl: string;
  readonly spoolFolder: string;
  /** A clip with known passes, for `mount`. */
  readonly clip: string;
  /** What ingest and workers logged, as JSON lines. */
  readonly lines: readonly string[];
  /** Null until recording starts, and after it stopped. */
  readonly ingest: IngestProcess | null;
  readonly checked: CheckedSite;
  /** Switches a camera on, which is recorded as soon as ingest hears of it. */
  addCamera(cameraId: string, mount?: Partial<MountOptions>): Promise<CameraSource>;
  startRecording(): Promise<void>;
  stopRecording(): Promise<void>;
  close(): Promise<void>;
}

const SEGMENT_MS = 2000;

export async function startFaultSite(options: FaultSiteOptions): Promise<FaultSite> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await assemble(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  options: FaultSiteOptions,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<FaultSite> {
  const folder = await mkdtemp(join(tmpdir(), 'wayside-faults-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o700);
  const postgres = await startPostgres();
  closers.push(() => postgres.close());
  const redis = options.jobs === 'Redis' ? await startRedis() : null;
  if (redis !== null) closers.push(() => redis.close());
  const s3 = options.objects === 'S3' ? await startTestS3() : null;
  if (s3 !== null) closers.push(() => s3.close());
  const { jobsUrl } = redis ?? postgres;
  const objects = s3 === null ? (options.objects as ObjectsConfig) : configOf(s3);
  const house = await openHouse(postgres.databaseUrl, jobsUrl, { objects });
  closers.push(() => house.close());
  const workerConfig = { ...house.config, analysisFps: options.analysisFps ?? 2 };
  const rtsp = await startRtspServer();
  closers.push(() => rtsp.close());
  const lines: string[] = [];
  const onLog = (line: string): void => {
    lines.push(line);
  };
  const workers = await startWorkers(workerConfig, options.workers ?? 1, { onLog });
  closers.push(() => workers.stop());

  const clip = await makeLoopClip(folder);
  const spool = {
    ...{ folder: join(folder, 'spool'), mostBytes: 1_000_000_000, keepFreeBytes: 0 },
    ...options.spool,
  };
  const ingestConfig: IngestConfig = { services: house.config.services, spool, host: hostname() };
  const sources = changingSources();
  let ingest: IngestProcess | null = null;
  const stopRecording = async (): Promise<void> => {
    await ingest?.stop();
    ingest = null;
  };
  closers.push(stopRecording);
  const { kysely: db } = house.database;
  return {
    ...{ house, db, rtsp, sources, workers, jobsUrl, clip, lines, close, stopRecording },
    outages: { Redis: redis, PostgreSQL: postgres, S3: s3 },
    spoolFolder: spool.folder,
    get ingest() {
      return ingest;
    },
    checked: {
      ...{ db, spoolFolder: spool.folder },
      objects: house.services.objects,
      queues: house.services.queues,
    },
    async addCamera(cameraId, mount = {}) {
      const path = `/${cameraId}`;
      await rtsp.mount(path, { feed: { file: clip }, ...mount });
      await saveCamera(db, {
        id: cameraId,
        region: 'eu',
        streamAddress: `rtsp://127.0.0.1${path}`,
      });
      const camera = {
        ...{ cameraId, url: rtsp.url(path), detectionUrl: null, segmentMs: SEGMENT_MS, masks: [] },
      };
      sources.change([...sources.current(), camera]);
      return camera;
    },
    async startRecording() {
      ingest = await startIngest(ingestConfig, sources, { onLog });
    },
  };
}

function configOf({ options }: TestS3): ObjectsConfig {
  const { endpoint, bucket, region, accessKey, secretKey } = options;
  return { kind: 's3', endpoint, bucket, accessKey, secretKey, ...(region && { region }) };
}
