import type { PrivacyMask } from '../../../pipeline/geometry/privacy-masks.ts';
import { shouldCutRun } from '../../../pipeline/live/thinning.ts';
import { utcDayOf } from '../../../pipeline/time/utc-day.ts';
import { segmentIdOf, streamIdOf } from '../../../store/identity.ts';
import { newFootageKey } from '../../object-keys.ts';
import type { RecordedFile } from '../record/recording.ts';
import type { SecondVideo } from '../second-stream.ts';
import type { Lane } from './lane.ts';
import type { LaneConnection, StreamRun } from './spool-item.ts';

/** A camera is connected to; what comes of it is put into the lane with `addRecorded`. */
export async function beginConnection(
  lane: Lane,
  { masks, generation }: { readonly masks: readonly PrivacyMask[]; readonly generation: number },
): Promise<void> {
  await lane.setState({
    connection: {
      ...{ masks: [...masks], generation, run: null, nextSequence: 0, recordedUntilMs: null },
    },
  });
}

/**
 * Puts a finished file of the connection into the lane. A run of its own begins with it when it is the
 * first, when the UTC day or the clock is another, and when what was recorded later has to go first.
 * @param generation of now, see `pipeline/live/thinning.ts`
 * @param second the same time on the camera's smaller stream; null: it isn't there
 */
export async function addRecorded(
  lane: Lane,
  file: RecordedFile,
  generation: number,
  second: SecondVideo | null = null,
): Promise<void> {
  const { startMs, endMs, clockSource } = file;
  const { run, nextSequence: sequence } = await runFor(lane, file, generation);
  const segmentId = segmentIdOf(run.footageId, sequence);
  const newKey = () => newFootageKey(utcDayOf(startMs), segmentId);
  await lane.addVideo(
    { path: file.path, secondPath: second?.path ?? null },
    {
      ...{ run, sequence, startMs, endMs, clockSource, objectKey: newKey() },
      second: second && { objectKey: newKey(), offsetMs: second.offsetMs, ticket: null },
    },
  );
  // The video is in the lane: doing all of it again because this failed would look for a file that is gone.
  // It is known here, is written with the next change, and a sweep makes it out from what waits.
  await change(lane, { nextSequence: sequence + 1, recordedUntilMs: endMs }).catch(() => undefined);
}

/** Nothing more comes of the connection: its run is over. */
export async function endConnection(lane: Lane): Promise<void> {
  if (lane.state.connection === null) return;
  await endRun(lane);
  await lane.setState({ connection: null });
}

async function runFor(
  lane: Lane,
  file: RecordedFile,
  generation: number,
): Promise<{ readonly run: StreamRun; readonly nextSequence: number }> {
  const { run, nextSequence, masks } = connectionOf(lane);
  if (run !== null && goesOn(run, file, generation)) return { run, nextSequence };
  await endRun(lane);
  const next: StreamRun = {
    footageId: streamIdOf(lane.cameraId, new Date(file.startMs)),
    startedAtMs: file.startMs,
    clockSource: file.clockSource,
    masks,
    generation,
  };
  await change(lane, { run: next, nextSequence: 0 });
  return { run: next, nextSequence: 0 };
}

function goesOn(run: StreamRun, { startMs, jumpMs }: RecordedFile, generation: number): boolean {
  const isSameDay = utcDayOf(startMs) === utcDayOf(run.startedAtMs);
  return isSameDay && jumpMs === 0 && !shouldCutRun(run, { generation });
}

async function endRun(lane: Lane): Promise<void> {
  const { run, nextSequence } = connectionOf(lane);
  if (run === null) return;
  await lane.add({ kind: 'run-end', footageId: run.footageId, segmentsTotal: nextSequence });
}

async function change(lane: Lane, changed: Partial<LaneConnection>): Promise<void> {
  await lane.setState({ connection: { ...connectionOf(lane), ...changed } });
}

function connectionOf(lane: Lane): LaneConnection {
  const { connection } = lane.state;
  if (connection === null) throw new Error('the lane has no connection');
  return connection;
}
