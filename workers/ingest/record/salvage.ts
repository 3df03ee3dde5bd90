import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WaysideError } from '../../../pipeline/errors.ts';
import { probe } from '../../media/probe.ts';
import type { RecordedFile } from './recording.ts';
import { readJournal, type JournalEntry } from './recording-journal.ts';

/**
 * What a recording left behind whose process was killed: the files that nobody took. A finished one has its
 * times from the folder's journal. One that was still being written goes on from the one before it, for as
 * long as its pictures last; without one before, it ended when it was last written. A file without a whole
 * picture is deleted.
 * @param folder of a recording that isn't running any more; nothing is there: no files
 * @returns in order of sequence; numbers of files that were taken are missing
 * @throws WaysideError FFMPEG_MISSING, INTERRUPTED; the disk's errors
 */
export async function salvageRecording(
  folder: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RecordedFile[]> {
  const journal = await readJournal(folder);
  const salvaged: RecordedFile[] = [];
  for (const [sequence, path] of await filesIn(folder)) {
    const before = salvaged.at(-1) ?? journal.get(sequence - 1) ?? null;
    const entry =
      journal.get(sequence) ??
      (await timesOf(sequence, path, before?.sequence === sequence - 1 ? before : null, options));
    if (entry === null) await rm(path, { force: true });
    else salvaged.push({ ...entry, path });
  }
  return salvaged;
}

async function filesIn(folder: string): Promise<(readonly [sequence: number, path: string])[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => /^\d{6,}\.mkv$/.test(name))
    .map((name) => [Number.parseInt(name, 10), join(folder, name)] as const)
    .toSorted(([a], [b]) => a - b);
}

async function timesOf(
  sequence: number,
  path: string,
  before: JournalEntry | null,
  options: { readonly signal?: AbortSignal },
): Promise<JournalEntry | null> {
  try {
    const lengthMs = Math.round((await probe(path, options)).durationMs);
    const startMs = before?.endMs ?? Math.round((await stat(path)).mtimeMs) - lengthMs;
    const clockSource = before?.clockSource ?? 'arrival';
    return { sequence, startMs, endMs: startMs + lengthMs, clockSource, jumpMs: 0 };
  } catch (error) {
    if (!(error instanceof WaysideError)) throw error;
    if (error.code === 'FFMPEG_MISSING' || error.code === 'INTERRUPTED') throw error;
    return null;
  }
}
