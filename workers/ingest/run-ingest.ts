import { setTimeout as sleep } from 'node:timers/promises';
import { endIngestProcess } from '../../store/live/ingest-processes.ts';
import type { WorkerLog } from '../worker-log.ts';
import { CameraFleet } from './camera-fleet.ts';
import type { CameraRecorderOptions } from './camera-recorder.ts';
import type { CameraSources } from './camera-source.ts';
import type { IngestConfig } from './ingest-config.ts';
import { newIngestCounters, type IngestCounters } from './ingest-counters.ts';
import { openIngestServices } from './ingest-services.ts';
import { LeaseRound } from './lease-round.ts';
import { recordStream } from './record/record-stream.ts';
import { Room } from './spool/room.ts';
import { Spool } from './spool/spool.ts';
import { SpoolDrain } from './spool/spool-drain.ts';
import { WakeUp } from './spool/wake-up.ts';
import { untilThere } from '../until-there.ts';
import { troubleLog } from './trouble-log.ts';

export interface RunIngestOptions {
  /** Aborted: end what is being recorded and return, within ten seconds. */
  readonly signal: AbortSignal;
  readonly log: WorkerLog;
  /** What cameras there are; each ingest process takes its share of them. */
  readonly sources: CameraSources;
  /** Cameras are being taken. */
  readonly onReady?: () => void;
  /** Kept up to date while it runs; `newIngestCounters()`. */
  readonly counters?: IngestCounters;
  /** How a connection is recorded. */
  readonly record?: CameraRecorderOptions['record'];
  /** This machine's clock; it may jump. */
  readonly nowMs?: () => number;
}

const ROUND_MS = 2000;
const LOOK_MS = 1000;
/** What is recorded is stored for so long before the process ends; the rest waits for the next one. */
const DRAIN_MS = 3000;
const LAST_WORDS_MS = 1000;

/**
 * Records the cameras that this process holds until it is told to stop: each into segments, and each
 * moment without video into a gap that says why. Services that are away are waited for while recording
 * goes on into the spool.
 * @throws WaysideError CONFIG_INVALID, DATA_FOLDER_UNUSABLE: what another try doesn't help.
 */
export async function runIngest(config: IngestConfig, options: RunIngestOptions): Promise<void> {
  const { signal, log, sources, onReady, counters = newIngestCounters() } = options;
  const onTrouble = troubleLog(log);
  const waiting = { signal, onAway: onTrouble };
  const spool = await untilThere(
    () => Spool.open({ root: config.spool.folder, host: config.host }),
    waiting,
  );
  const services = await untilThere(() => openIngestServices(config.services, onTrouble), waiting);
  if (spool === null || services === null) return;
  const drain = new SpoolDrain(spool, services, {
    ...{ log, onTrouble },
    onStored: ({ cameraId, endMs, byteCount }) => {
      counters.segments += 1;
      counters.bytes += byteCount;
      fleet.stored(cameraId, endMs);
    },
  });
  const fleet: CameraFleet = new CameraFleet({
    ...{ log, onTrouble, services, drain, sources, processId: spool.processId },
    record: options.record ?? recordStream,
    nowMs: options.nowMs ?? (() => Date.now()),
    random01: () => Math.random(),
    onDisconnect: (cause) => {
      counters.disconnects[cause] = (counters.disconnects[cause] ?? 0) + 1;
    },
  });
  const room = new Room(config.spool);
  const round = new LeaseRound({
    ...{ host: config.host, services, spool, drain, fleet, sources },
  });
  const news = new WakeUp();
  const unsubscribe = sources.onChange(() => {
    fleet.apply();
    news.call();
  });

  /** Goes on whatever the services do. */
  const look = async (): Promise<void> => {
    await spool.showLife();
    fleet.setShortage(await room.look(drain.bytes));
    await fleet.moveOn();
    const { standings } = fleet;
    counters.camerasHeld = standings.length;
    counters.camerasRecording = standings.filter(({ state }) => state === 'recording').length;
    counters.spoolBytes = drain.bytes;
    counters.spoolEntries = drain.entries;
  };
  const settle = async (): Promise<void> => {
    const timer = setTimeout(() => {
      news.call();
    }, ROUND_MS);
    await round.run().catch(onTrouble);
    await news.wait(signal);
    clearTimeout(timer);
  };
  const settling = (async () => {
    while (!signal.aborted) await settle();
  })();
  const looking = (async () => {
    while (!signal.aborted) {
      await look().catch(onTrouble);
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  })();
  log.info({ processId: spool.processId }, 'taking cameras');
  onReady?.();
  await looking;

  unsubscribe();
  await fleet.stop();
  await drain.stop(DRAIN_MS);
  // A service that hangs doesn't keep the process from ending.
  const lastWords = settling
    .then(() => endIngestProcess(services.db, spool.processId))
    .catch(onTrouble);
  await Promise.race([lastWords, sleep(LAST_WORDS_MS)]);
  await Promise.race([services.close(), sleep(LAST_WORDS_MS)]);
  await spool.close();
}
