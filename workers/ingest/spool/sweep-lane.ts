import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  covered,
  noLongerWanted,
  type CoverageLedger,
  type LedgerStep,
} from '../../../pipeline/live/coverage-ledger.ts';
import { salvageRecording } from '../record/salvage.ts';
import { addRecorded, endConnection } from './connection-items.ts';
import { readJsonFile } from './json-file.ts';
import {
  clearFile,
  itemFile,
  Lane,
  LANE_STATE_FILE,
  RECORDING_FOLDER,
  SECOND_FOLDER,
  sealedFile,
  secondClearFile,
  secondSealedFile,
  videoFiles,
  type LaneEntry,
} from './lane.ts';
import { LaneState, SpoolItem, type LaneConnection } from './spool-item.ts';

/**
 * Opens the lane of a process that is dead: what waits in it goes on waiting, what it was recording is made
 * out as far as there are pictures, and its gap and its run are ended. Null: there is nothing to be made of
 * the folder. Killed half way, the next sweep comes to the same.
 * @throws WaysideError FFMPEG_MISSING; the disk's errors
 */
export async function sweepLane(folder: string): Promise<Lane | null> {
  const state = await readJsonFile(join(folder, LANE_STATE_FILE), LaneState);
  if (state === null) return null;
  const entries = await readEntries(folder);
  const connection = state.connection && goneOn(state.connection, entries);
  const lane = new Lane(folder, { ...state, connection }, entries);

  const knownUntilMs = connection?.recordedUntilMs ?? lane.knownUntilMs;
  let ledger: CoverageLedger = { knownUntilMs, open: state.openGap };
  const take = async (step: LedgerStep): Promise<void> => {
    ({ ledger } = step);
    for (const gap of step.closed) await lane.add({ kind: 'gap', ...gap });
  };
  const recordings = join(folder, RECORDING_FOLDER);
  if (connection !== null) {
    for (const name of (await readdir(recordings)).sort()) {
      for (const file of await salvageRecording(join(recordings, name))) {
        await take(covered(ledger, file));
        await addRecorded(lane, file, connection.generation);
      }
    }
  }
  if (ledger.open !== null) await take(noLongerWanted(ledger, ledger.open.endMs));
  await endConnection(lane);
  await lane.setState({ openGap: null });
  await rm(recordings, { recursive: true, force: true });
  await rm(join(folder, SECOND_FOLDER), { recursive: true, force: true });
  return lane;
}

/** The connection's state may be a segment behind what waits. */
function goneOn(connection: LaneConnection, entries: readonly LaneEntry[]): LaneConnection {
  const { run } = connection;
  const last = entries.map(({ item }) => item).findLast((item) => item.kind === 'segment');
  if (run === null || last?.run.footageId !== run.footageId) return connection;
  return { ...connection, nextSequence: last.sequence + 1, recordedUntilMs: last.endMs };
}

/** In order; what isn't whole is no entry, and its files go. */
async function readEntries(folder: string): Promise<LaneEntry[]> {
  const entries: LaneEntry[] = [];
  const numbers = (await readdir(folder))
    .map((name) => /^(\d{12})\.[a-z.]+$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number);
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const item = await readJsonFile(join(folder, itemFile(number)), SpoolItem);
    const entry = item === null ? null : await entryOf(folder, number, item);
    if (entry !== null) entries.push(entry);
    else {
      for (const name of [itemFile(number), ...videoFiles(number)]) {
        await rm(join(folder, name), { force: true });
      }
    }
  }
  return entries;
}

/** Null when the item's file is missing; that of the smaller stream may be. */
async function entryOf(folder: string, number: number, item: SpoolItem): Promise<LaneEntry | null> {
  if (item.kind !== 'segment' || item.failureCode !== null) return { number, item, bytes: 0 };
  const sizeOf = async (name: string): Promise<number | null> =>
    (await stat(join(folder, name)).catch(() => null))?.size ?? null;
  const isClear = item.ticket === null;
  const bytes = await sizeOf(isClear ? clearFile(number) : sealedFile(number));
  if (bytes === null) return null;
  if (item.second === null) return { number, item, bytes };
  const secondBytes = await sizeOf(isClear ? secondClearFile(number) : secondSealedFile(number));
  if (secondBytes === null) return { number, item: { ...item, second: null }, bytes };
  return { number, item, bytes: bytes + secondBytes };
}
