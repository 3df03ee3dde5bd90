import { readFile } from 'node:fs/promises';
import { WaysideError } from '../../pipeline/errors.ts';
import { parseCheckpoint } from '../client/log/checkpoint.ts';
import { isSignedBy, parseNote, type NoteKey } from '../client/log/signed-note.ts';
import { replaceSecretFile } from '../secret-file.ts';
import type { KnownHead } from './log-tree.ts';

/**
 * The newest checkpoint, kept in the keeper's folder: whoever runs the database can cut off the newest
 * entries and checkpoints while the keeper is stopped, but not here.
 */
export async function writeHeadFile(file: string, note: string): Promise<void> {
  await replaceSecretFile(file, note);
}

/** Null when there is none yet. Throws AUDIT_BROKEN for one that the log's key didn't sign. */
export async function readHeadFile(
  file: string,
  key: NoteKey,
): Promise<(KnownHead & { readonly note: string }) | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { ...signedHead(text, key, `the checkpoint ${file}`), note: text };
}

/** The head in a signed note. Throws AUDIT_BROKEN when the log's key didn't sign it. */
export function signedHead(text: string, key: NoteKey, from: string): KnownHead {
  const note = parseNote(text);
  const checkpoint = note === null ? null : parseCheckpoint(note.text);
  if (note === null || checkpoint?.origin !== key.name || !isSignedBy(note, key)) {
    throw new WaysideError('AUDIT_BROKEN', `${from} isn't one that the log's key signed`, {
      details: { found: 'checkpoint changed' },
    });
  }
  return { size: checkpoint.size, rootHash: checkpoint.rootHash, from };
}
