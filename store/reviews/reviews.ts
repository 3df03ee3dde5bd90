import { sql, type Kysely, type Transaction } from 'kysely';
import type { ReviewReason, Verdict } from '../../pipeline/reviews/review-words.ts';
import type { Schema } from '../schema.ts';
import type { Review } from '../schema/reviews.ts';

export interface PickedEntry {
  readonly entry: number;
  readonly recordedAtMs: number;
  readonly action: string;
  readonly reasons: readonly ReviewReason[];
  readonly related: readonly number[];
}

/** Puts the entry into the queue; one that is there gets the new reasons, and is announced again. */
export async function pickEntry(trx: Transaction<Schema>, picked: PickedEntry): Promise<void> {
  const { entry, recordedAtMs, action, reasons, related } = picked;
  await trx
    .insertInto('review')
    .values({ entry: BigInt(entry), recordedAt: new Date(recordedAtMs), action, reasons, related })
    .onConflict((conflict) =>
      conflict
        .column('entry')
        .doUpdateSet({
          reasons: sql`review.reasons || excluded.reasons`,
          related: sql`review.related || excluded.related`,
          openedSequence: null,
        })
        .where(sql<boolean>`not review.reasons @> excluded.reasons`),
    )
    .execute();
}

/** Those that the log doesn't say were picked, oldest first. */
export async function unannouncedReviews(
  trx: Transaction<Schema>,
  limit: number,
): Promise<readonly Review[]> {
  return trx
    .selectFrom('review')
    .selectAll()
    .where('openedSequence', 'is', null)
    .orderBy('entry')
    .limit(limit)
    .execute();
}

export async function noteAnnounced(
  trx: Transaction<Schema>,
  entry: bigint,
  openedSequence: number,
): Promise<void> {
  await trx
    .updateTable('review')
    .set({ openedSequence: BigInt(openedSequence) })
    .where('entry', '=', entry)
    .execute();
}

export interface ReviewFilter {
  readonly status: 'open' | 'judged' | null;
  readonly afterEntry: bigint | null;
  readonly limit: number;
}

/** By the entry's place in the log. */
export async function listReviews(
  db: Kysely<Schema>,
  { status, afterEntry, limit }: ReviewFilter,
): Promise<readonly Review[]> {
  return db
    .selectFrom('review')
    .selectAll()
    .$if(status === 'open', (query) => query.where('verdict', 'is', null))
    .$if(status === 'judged', (query) => query.where('verdict', 'is not', null))
    .$if(afterEntry !== null, (query) => query.where('entry', '>', afterEntry))
    .orderBy('entry')
    .limit(limit)
    .execute();
}

export async function findReview(db: Kysely<Schema>, entry: bigint): Promise<Review | undefined> {
  return db.selectFrom('review').selectAll().where('entry', '=', entry).executeTakeFirst();
}

/** Nobody else judges it until the transaction ends. */
export async function lockReview(
  trx: Transaction<Schema>,
  entry: bigint,
): Promise<Review | undefined> {
  return trx
    .selectFrom('review')
    .selectAll()
    .where('entry', '=', entry)
    .forUpdate()
    .executeTakeFirst();
}

/** Of several judgements the last in the log stands; one of an entry not picked changes nothing. */
export async function noteJudgement(
  trx: Transaction<Schema>,
  entry: bigint,
  judgement: { readonly verdict: Verdict; readonly sequence: number; readonly atMs: number },
): Promise<void> {
  const judgedSequence = BigInt(judgement.sequence);
  await trx
    .updateTable('review')
    .set({ verdict: judgement.verdict, judgedSequence, judgedAt: new Date(judgement.atMs) })
    .where('entry', '=', entry)
    .where((is) =>
      is.or([is('judgedSequence', 'is', null), is('judgedSequence', '<', judgedSequence)]),
    )
    .execute();
}
