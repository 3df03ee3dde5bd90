import { WaysideError } from '../../pipeline/errors.ts';
import type { PlateText } from '../../pipeline/plates/plate-reading.ts';
import { matchPlate } from '../../pipeline/search/match-plate.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import type { Grant } from '../client/grant.ts';
import type { CallRequest } from '../client/protocol.ts';
import { ratchetName } from '../client/retention-class.ts';
import { bytesFromWire } from '../client/wire-bytes.ts';
import type { KeeperState } from '../keeper-state.ts';
import { openRead, sealedUnder } from '../sealing.ts';

/**
 * A row under its day's key, or under that of a live hold of the grant's case. Throws SEAL_BROKEN,
 * EXPIRED, TIME_INVALID.
 */
export function openSealedRow(
  { keyring, holds }: Pick<KeeperState, 'keyring' | 'holds'>,
  row: CallRequest<'openRows'>['rows'][number],
  grant: Pick<Grant, 'caseId'>,
): PlateText {
  const sealed = bytesFromWire(row.sealed);
  const under = sealedUnder(row, sealed);
  if ('holdId' in under) {
    const hold = holds.live(under.holdId);
    if (hold.caseId !== grant.caseId) {
      throw new WaysideError('EXPIRED', `row ${row.id} is held for another case`);
    }
    return openRead(hold.key, row, sealed);
  }
  const { seal } = keyring.dayKeys(
    ratchetName('reads', under.classDays),
    utcDayOf(row.capturedAtMs),
  );
  return openRead(seal, row, sealed);
}

/** Whether some plate or pattern of the grant matches the plate. */
export function matchesGrant(grant: Grant, plate: PlateText): boolean {
  return grant.plates.some((granted) => matchPlate(parsePlateQuery(granted), plate) !== null);
}
