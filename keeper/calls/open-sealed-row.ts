import { WaysideError } from '../../pipeline/errors.ts';
import type { PlateText } from '../../pipeline/plates/plate-reading.ts';
import { matchPlate } from '../../pipeline/search/match-plate.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import type { Grant } from '../client/grant.ts';
import type { CallRequest } from '../client/protocol.ts';
import { ratchetName } from '../client/retention-class.ts';
import { bytesFromWire } from '../client/wire-bytes.ts';
import type { Keyring } from '../keyring.ts';
import { openRead, sealedUnder } from '../sealing.ts';

/** Throws SEAL_BROKEN, EXPIRED, TIME_INVALID. */
export function openSealedRow(
  keyring: Keyring,
  row: CallRequest<'openRows'>['rows'][number],
): PlateText {
  const sealed = bytesFromWire(row.sealed);
  const under = sealedUnder(row, sealed);
  if ('holdId' in under) {
    throw new WaysideError('EXPIRED', `hold ${under.holdId} has ended`);
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
