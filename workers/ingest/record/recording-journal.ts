import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { RecordedFile } from './recording.ts';

const JOURNAL = 'recorded.ndjson';

/** What is known of a finished file, one line each, so that it isn't forgotten with the process. */
const JournalEntry = Type.Object(
  {
    sequence: Type.Integer({ minimum: 0 }),
    startMs: Type.Integer(),
    endMs: Type.Integer(),
    clockSource: Type.Enum(['camera', 'arrival']),
    jumpMs: Type.Integer(),
  },
  { additionalProperties: false },
);
export type JournalEntry = Static<typeof JournalEntry>;

/** Written before anybody hears of the file. @throws the error of the disk, such as ENOSPC */
export function appendToJournal(folder: string, { path: _, ...entry }: RecordedFile): void {
  appendFileSync(join(folder, JOURNAL), `${JSON.stringify(entry satisfies JournalEntry)}\n`);
}

/** By sequence; none where there is no journal. A line that was cut short is left out. */
export async function readJournal(folder: string): Promise<ReadonlyMap<number, JournalEntry>> {
  const text = await readFile(join(folder, JOURNAL), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const entries = new Map<number, JournalEntry>();
  for (const line of text.split('\n')) {
    const entry = parsed(line);
    if (Value.Check(JournalEntry, entry)) entries.set(entry.sequence, entry);
  }
  return entries;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
