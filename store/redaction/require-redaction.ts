import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import type { RedactionRecord } from '../../pipeline/redact/redaction-record.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import type { Schema } from '../schema.ts';
import { findRedaction } from './redactions.ts';

/**
 * What was hidden in a picture that is about to leave.
 * @throws {WaysideError} REDACTION_MISSING: then it doesn't
 */
export async function requireRedaction(
  db: Kysely<Schema>,
  { objectKey, day }: { readonly objectKey: string; readonly day: UtcDay },
): Promise<RedactionRecord> {
  const record = await findRedaction(db, objectKey, day);
  if (record !== null) return record;
  throw new WaysideError('REDACTION_MISSING', 'nobody recorded what was hidden in this picture', {
    details: { objectKey },
  });
}
