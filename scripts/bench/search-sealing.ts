import { randomBytes } from 'node:crypto';
import { dayKeysOf, nextState, STATE_BYTES, type DayKeys } from '../../keeper/ratchet.ts';
import { sealRead } from '../../keeper/sealing.ts';
import { indexTermsOf } from '../../pipeline/search/index-terms.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { planQuery } from '../../pipeline/search/query-plan.ts';
import type { DayQuery, PlateQuery } from '../../pipeline/search/sealed-read.ts';
import type { UtcDay } from '../../pipeline/time/utc-day.ts';
import { deterministicId } from '../../store/identity.ts';
import type { NewSighting } from '../../store/schema.ts';
import type { TrafficRead } from './search-traffic.ts';

/** The keeper's own sealing and tokens, under a keyring made for the bench and forgotten with it. */
export interface BenchSealing {
  seal(dayIndex: number, number: number, read: TrafficRead): NewSighting;
  /** One query a day, as the keeper would answer a search over all of them. */
  queries(query: PlateQuery): DayQuery[];
}

export function benchSealing(days: readonly UtcDay[]): BenchSealing {
  const keys: DayKeys[] = [];
  for (
    let state: Buffer = randomBytes(STATE_BYTES);
    keys.length < days.length;
    state = nextState(state)
  ) {
    keys.push(dayKeysOf(state, 'reads'));
  }
  return {
    seal(dayIndex, number, { capturedAtMs, cameraId, plate }) {
      const { seal, tokenise } = keys[dayIndex]!;
      const id = deterministicId('bench', dayIndex, number);
      const { skeleton, parts } = indexTermsOf(plate.text);
      return {
        id,
        day: days[dayIndex]!,
        cameraId,
        trackId: id,
        segmentId: id,
        capturedAt: new Date(capturedAtMs),
        confidence: plate.confidence,
        objectClass: 'car',
        colour: 'unknown',
        sealed: sealRead(seal, { id, cameraId, capturedAtMs }, plate),
        skeletonToken: tokenise(skeleton),
        partTokens: parts.map(tokenise),
      };
    },

    queries(query) {
      const plan = planQuery(parsePlateQuery(query));
      return days.map((day, index) => {
        const { tokenise } = keys[index]!;
        return {
          day,
          skeletonAny: plan.skeletonAny.map(tokenise),
          partsAny: plan.partsAny.map(tokenise),
          partsAll: plan.partsAll.map((terms) => terms.map(tokenise)),
        };
      });
    },
  };
}
