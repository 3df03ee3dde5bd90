import type { Kysely } from 'kysely';
import type { KeeperClient } from '../../../keeper/client/keeper-client.ts';
import { deterministicId } from '../../../store/identity.ts';
import type { NewSighting, Schema } from '../../../store/schema.ts';
import { saveSightings } from '../../../store/sightings/save-sightings.ts';
import type { TrafficRead } from '../search-traffic.ts';

const BATCH_ROWS = 2_000;

/**
 * Seals the reads in the keeper's process and writes them with the store's own statement, one batch
 * while the next is sealed; how many milliseconds that took.
 */
export async function insertReads(
  keeper: Pick<KeeperClient, 'sealReads'>,
  db: Kysely<Schema>,
  round: number,
  reads: readonly TrafficRead[],
): Promise<number> {
  const startMs = performance.now();
  let writing = Promise.resolve();
  for (let first = 0; first < reads.length; first += BATCH_ROWS) {
    const batch = reads
      .slice(first, first + BATCH_ROWS)
      .map((read, at) => ({ ...read, id: deterministicId('bench insert', round, first + at) }));
    const sealed = await keeper.sealReads(batch);
    const rows = batch.map(({ id, cameraId, capturedAtMs, plate }, at): NewSighting => ({
      ...sealed[at]!,
      id,
      cameraId,
      trackId: id,
      segmentId: id,
      capturedAt: new Date(capturedAtMs),
      clockSource: 'given',
      confidence: plate.confidence,
      objectClass: 'car',
      colour: 'unknown',
    }));
    await writing;
    writing = saveSightings(db, rows);
  }
  await writing;
  return performance.now() - startMs;
}
