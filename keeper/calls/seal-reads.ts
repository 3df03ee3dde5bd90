import { WaysideError } from '../../pipeline/errors.ts';
import { indexTermsOf } from '../../pipeline/search/index-terms.ts';
import { MAX_PLATE_CHARACTERS } from '../../pipeline/search/sealed-read.ts';
import { plateCharactersOf } from '../../pipeline/search/skeleton.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { bytesToWire, tokensToWire } from '../client/wire-bytes.ts';
import { sealRead } from '../sealing.ts';
import type { CallHandler } from './call-handler.ts';

export const sealReads: CallHandler<'sealReads'> = ({ keyring }, { reads }) => ({
  reads: reads.map(({ plate, ...row }) => {
    const length = plateCharactersOf(plate.text).length;
    if (length === 0 || length > MAX_PLATE_CHARACTERS) {
      throw new WaysideError('USAGE', `read ${row.id} has a plate of ${length} characters`, {
        details: { id: row.id, length, atMost: MAX_PLATE_CHARACTERS },
      });
    }
    const day = utcDayOf(row.capturedAtMs);
    const { seal, tokenise } = keyring.dayKeys('reads', day);
    const { skeleton, parts } = indexTermsOf(plate.text);
    return {
      day,
      sealed: bytesToWire(sealRead(seal, row, plate)),
      skeletonToken: tokensToWire([tokenise(skeleton)]),
      partTokens: tokensToWire(parts.map(tokenise)),
    };
  }),
});
