import { WaysideError } from '../../pipeline/errors.ts';
import { indexTermsOf } from '../../pipeline/search/index-terms.ts';
import { MAX_PLATE_CHARACTERS } from '../../pipeline/search/sealed-read.ts';
import { plateCharactersOf } from '../../pipeline/search/skeleton.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import type { CallAnswer, CallRequest } from '../client/protocol.ts';
import { retentionClassOf, type RatchetName } from '../client/retention-class.ts';
import { bytesToWire, tokensToWire } from '../client/wire-bytes.ts';
import type { Keyring } from '../keyring.ts';
import { sealRead } from '../sealing.ts';
import type { CallHandler } from './call-handler.ts';

type Read = CallRequest<'sealReads'>['reads'][number];

export const sealReads: CallHandler<'sealReads'> = async ({ keyring }, { reads }) => {
  const sealed: CallAnswer<'sealReads'>['reads'] = [];
  for (const read of reads) {
    const { retentionDays, capturedAtMs } = read;
    const name =
      retentionDays === undefined
        ? 'reads'
        : await keyring.nameToSeal('reads', retentionDays, utcDayOf(capturedAtMs));
    sealed.push(sealOne(keyring, name, read));
  }
  return { reads: sealed };
};

function sealOne(keyring: Keyring, name: RatchetName, { plate, id, cameraId, capturedAtMs }: Read) {
  const length = plateCharactersOf(plate.text).length;
  if (length === 0 || length > MAX_PLATE_CHARACTERS) {
    throw new WaysideError('USAGE', `read ${id} has a plate of ${length} characters`, {
      details: { id, length, atMost: MAX_PLATE_CHARACTERS },
    });
  }
  const day = utcDayOf(capturedAtMs);
  const { seal, tokenise } = keyring.dayKeys(name, day);
  const { skeleton, parts } = indexTermsOf(plate.text);
  const row = { id, cameraId, capturedAtMs };
  return {
    day,
    sealed: bytesToWire(sealRead(seal, row, plate, { classDays: retentionClassOf(name)!.days })),
    skeletonToken: tokensToWire([tokenise(skeleton)]),
    partTokens: tokensToWire(parts.map(tokenise)),
  };
}
