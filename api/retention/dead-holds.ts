import type { Kysely } from 'kysely';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import type { ObjectSummary, Objects } from '../../store/objects/objects.ts';
import { objectsNamed } from '../../store/retention/expired-objects.ts';
import { activeHoldIds, endHolds, objectsOfEndedHolds } from '../../store/retention/legal-holds.ts';
import { orphansAmong } from '../../store/retention/orphan-objects.ts';
import type { Schema } from '../../store/schema.ts';

export interface EndedHolds {
  readonly holds: number;
  /** Of the objects that they kept. */
  readonly objectKeys: readonly string[];
}

/** Ends, in the tables, the holds whose key the keeper has destroyed: expired, ended, case closed. */
export async function endDeadHolds(
  { db, keeper }: { readonly db: Kysely<Schema>; readonly keeper: Pick<KeeperClient, 'liveHolds'> },
  now: Date,
): Promise<EndedHolds> {
  const live = new Set(await keeper.liveHolds());
  const dead = (await activeHoldIds(db)).filter((id) => !live.has(id));
  await endHolds(db, dead, now);
  return { holds: dead.length, objectKeys: await objectsOfEndedHolds(db) };
}

/** Those of the objects that no row names: their day is over, and nothing else keeps them. */
export async function unnamedAmong(
  { db, objects }: { readonly db: Kysely<Schema>; readonly objects: Objects },
  keys: readonly string[],
): Promise<readonly ObjectSummary[]> {
  const found: ObjectSummary[] = [];
  for await (const object of objectsNamed(objects, keys)) found.push(object);
  return found.length === 0 ? [] : orphansAmong(db, found);
}
