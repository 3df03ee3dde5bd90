import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraSource } from '../../../workers/ingest/camera-source.ts';
import type { FaultSite } from '../../../workers/testing/faults/fault-site.ts';
import type { FaultRecord } from './fault-record.ts';

export interface SoakSite {
  readonly site: FaultSite;
  readonly cameraIds: readonly string[];
  /** The same pictures in two sizes. */
  readonly clips: readonly [string, string];
}

export interface FaultKind {
  /** Done to one camera. */
  readonly isOfCamera?: boolean;
  /** Kills a process whose memory is followed to the end: only in the first half. */
  readonly isEarly?: boolean;
  readonly causes: FaultRecord['causes'];
  /** Does it and undoes it, whatever happens meanwhile. @param holdMs how long it lasts, if it lasts */
  readonly make: (
    soak: SoakSite,
    cameraId: string,
    holdMs: number,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** What a connection that was broken may come to until there is video again. */
const BROKEN = ['CAMERA_STALLED', 'CAMERA_DISCONNECTED', 'CAMERA_UNREACHABLE', 'CAMERA_NO_VIDEO'];
/** What workers say of rubbish. */
const UNREADABLE = ['DECODE_FAILED', 'NOT_MEDIA', 'NO_VIDEO', 'FILE_EMPTY'];

const hold = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

const kill = (pid: number | null | undefined): Promise<void> => {
  if (pid != null) process.kill(pid, 'SIGKILL');
  return Promise.resolve();
};

function away(name: keyof FaultSite['outages']): FaultKind {
  return {
    causes: [],
    async make({ site }, _, holdMs, signal) {
      const outage = site.outages[name]!;
      await outage.stop();
      try {
        await hold(holdMs, signal);
      } finally {
        await outage.start();
      }
    },
  };
}

function rubbish(place: 'pictures' | 'bytes'): FaultKind {
  return {
    isOfCamera: true,
    causes: [...BROKEN, ...UNREADABLE],
    async make({ site: { rtsp } }, cameraId, holdMs, signal) {
      await rtsp.garbage(`/${cameraId}`, place);
      await hold(holdMs, signal);
      await rtsp.resume(`/${cameraId}`);
    },
  };
}

/** Each is done for real. The last worker is never killed, so that its memory can be followed. */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  'worker-killed': {
    causes: [],
    // While another is being replaced, the first is the one that has to live.
    make: ({ site: { workers } }) => kill(workers.pids.length > 1 ? workers.pids[0] : null),
  },
  'ingest-killed': {
    ...{ isEarly: true, causes: ['INGEST_STOPPED'] },
    make: ({ site }) => kill(site.ingest?.pid),
  },
  'keeper-killed': { isEarly: true, causes: [], make: ({ site }) => kill(site.house.keeper.pid) },
  'redis-away': away('Redis'),
  'postgres-away': away('PostgreSQL'),
  's3-away': away('S3'),
  'camera-stalls': {
    ...{ isOfCamera: true, causes: BROKEN },
    async make({ site: { rtsp } }, cameraId, holdMs, signal) {
      await rtsp.stall(`/${cameraId}`);
      await hold(holdMs, signal);
      await rtsp.resume(`/${cameraId}`);
    },
  },
  'camera-sends-rubbish': rubbish('pictures'),
  'camera-sends-stray-bytes': rubbish('bytes'),
  'camera-drops': {
    ...{ isOfCamera: true, causes: BROKEN },
    make: ({ site: { rtsp } }, cameraId) => rtsp.drop(`/${cameraId}`),
  },
  'camera-off': {
    ...{ isOfCamera: true, causes: BROKEN },
    async make({ site: { rtsp } }, cameraId, holdMs, signal) {
      await rtsp.stop(`/${cameraId}`);
      await hold(holdMs, signal);
      await rtsp.start(`/${cameraId}`);
    },
  },
  'camera-changes-resolution': {
    ...{ isOfCamera: true, causes: BROKEN },
    async make({ site: { rtsp }, clips }, cameraId, holdMs, signal) {
      await rtsp.changeFeed(`/${cameraId}`, { file: clips[1] });
      await hold(holdMs, signal);
      await rtsp.changeFeed(`/${cameraId}`, { file: clips[0] });
    },
  },
  'address-is-wrong': {
    // New settings take a new connection.
    ...{ isOfCamera: true, causes: [...BROKEN, 'INGEST_STOPPED'] },
    async make({ site: { sources } }, cameraId, holdMs, signal) {
      const right = sources.current();
      const wrong = (camera: CameraSource): CameraSource =>
        camera.cameraId === cameraId ? { ...camera, url: `${camera.url}-no-such-stream` } : camera;
      sources.change(right.map(wrong));
      await hold(holdMs, signal);
      sources.change(right);
    },
  },
};
