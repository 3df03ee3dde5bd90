import {
  isSignedBy,
  parseNote,
  parseSignatureLine,
  type NoteKey,
} from '../client/log/signed-note.ts';
import { proveConsistency } from '../client/log/tree-proofs.ts';
import type { AuditDatabase, StoredCheckpoint } from './audit-database.ts';

/** Someone else's server that signs our checkpoints as long as the log only grows. */
export interface Witness {
  /** Submission prefix, without a slash at the end. */
  readonly url: string;
  readonly key: NoteKey;
}

/** Why there is no cosignature, in few words. */
export class WitnessFailure extends Error {}

const ANSWER_WITHIN_MS = 10_000;
const MOST_ANSWER_CHARACTERS = 100_000;

/**
 * Has the checkpoint cosigned and keeps the cosignature (https://c2sp.org/tlog-witness). Throws
 * WitnessFailure, AUDIT_UNAVAILABLE.
 */
export async function haveCosigned(
  witness: Witness,
  database: AuditDatabase,
  checkpoint: StoredCheckpoint,
): Promise<void> {
  let oldSize = await database.cosignedSize(witness.key.name);
  // The witness may have signed one whose answer got lost: it then says which, once.
  for (let attempt = 1; ; attempt++) {
    const proof = await proveConsistency(database.readNodes, oldSize, checkpoint.size);
    const answer = await post(witness.url, requestOf(oldSize, proof, checkpoint.note));
    if (answer.status === 200) {
      const line = cosignatureIn(answer.body, checkpoint.note, witness.key);
      await database.addCosignature(checkpoint.size, witness.key.name, line);
      return;
    }
    if (answer.status !== 409) throw new WitnessFailure(`it answered ${answer.status}`);
    const size = /^(0|[1-9]\d{0,15})\n$/.test(answer.body) ? Number(answer.body) : null;
    if (size === null || size === oldSize) throw new WitnessFailure('it knows another tree');
    if (size > checkpoint.size) {
      throw new WitnessFailure(`it knows a tree of ${size} entries, more than there are`);
    }
    if (attempt === 2) throw new WitnessFailure('its newest checkpoint changes all the time');
    oldSize = size;
  }
}

function requestOf(oldSize: number, proof: readonly Buffer[], note: string): string {
  const lines = [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), ''];
  return lines.map((line) => `${line}\n`).join('') + note;
}

async function post(url: string, body: string): Promise<{ status: number; body: string }> {
  try {
    const answer = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return { status: answer.status, body: (await answer.text()).slice(0, MOST_ANSWER_CHARACTERS) };
  } catch {
    throw new WitnessFailure('it does not answer');
  }
}

/** Lines of keys that we don't know are passed over. */
function cosignatureIn(body: string, note: string, key: NoteKey): string {
  const { text } = parseNote(note)!;
  for (const line of body.split('\n')) {
    const signature = parseSignatureLine(line);
    if (signature !== null && isSignedBy({ text, signatures: [signature] }, key))
      return `${line}\n`;
  }
  throw new WitnessFailure('its answer has no cosignature by its key');
}
