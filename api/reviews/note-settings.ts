import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import type { ReviewSettings } from '../../pipeline/reviews/review-settings.ts';
import { lockLogReader, saveLogReader } from '../../store/reviews/log-reader.ts';
import type { Schema } from '../../store/schema.ts';
import { REVIEWER } from './system-actor.ts';

/** Whoever has fewer searches reviewed is on record: settings that changed are an entry of the log. */
export async function noteSettings(
  db: Kysely<Schema>,
  keeper: Pick<KeeperClient, 'recordEvent'>,
  settings: ReviewSettings,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const reader = await lockLogReader(trx);
    const text = JSON.stringify(settings);
    if (reader === undefined || isDeepStrictEqual(reader.settings, JSON.parse(text))) return;
    const particulars = { kind: 'reviews', settings, before: reader.settings };
    await keeper.recordEvent({ by: REVIEWER, action: 'configuration-changed', particulars });
    await saveLogReader(trx, { settings: text });
  });
}
