import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** What of the audit log everybody may have: hashes, commitments, signatures. */

export interface PublishedCheckpoint {
  readonly size: number;
  /** Signed note, with the cosignatures that it has. */
  readonly note: string;
}

/** Null when there is none yet. */
export async function newestCheckpoint(db: Kysely<Schema>): Promise<PublishedCheckpoint | null> {
  const newest = await db
    .selectFrom('auditCheckpoint')
    .select(['size', 'note'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return null;
  const cosignatures = await db
    .selectFrom('auditCosignature')
    .select('line')
    .where('size', '=', newest.size)
    .orderBy('witness')
    .execute();
  const note = newest.note + cosignatures.map(({ line }) => line).join('');
  return { size: Number(newest.size), note };
}

/**
 * `count` hashes of a tile level from one on, fewer at its end: of leaves at level 0, of subtrees of
 * 256^level leaves above.
 */
export async function tileHashes(
  db: Kysely<Schema>,
  level: number,
  from: number,
  count: number,
): Promise<readonly Uint8Array[]> {
  const [first, end] = [BigInt(from), BigInt(from + count)];
  if (level === 0) {
    const rows = await db
      .selectFrom('auditLeaf')
      .select('leafHash')
      .where('sequence', '>=', first)
      .where('sequence', '<', end)
      .orderBy('sequence')
      .execute();
    return rows.map(({ leafHash }) => leafHash);
  }
  const rows = await db
    .selectFrom('auditSubtree')
    .select('hash')
    .where('level', '=', level)
    .where('index', '>=', first)
    .where('index', '<', end)
    .orderBy('index')
    .execute();
  return rows.map(({ hash }) => hash);
}

/** The entries as the tree has them: commitments of 32 bytes. */
export async function commitments(
  db: Kysely<Schema>,
  from: number,
  count: number,
): Promise<readonly Uint8Array[]> {
  const rows = await db
    .selectFrom('auditLeaf')
    .select('commitment')
    .where('sequence', '>=', BigInt(from))
    .where('sequence', '<', BigInt(from + count))
    .orderBy('sequence')
    .execute();
  return rows.map(({ commitment }) => commitment);
}
