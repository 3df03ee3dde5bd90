import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../fixtures/seeded-random.ts';
import { looksAlike } from '../../pipeline/search/skeleton.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { traffic, withWrongCharacter } from './search-traffic.ts';

const passing = traffic({ rows: 1_000, cameras: 5, seed: 1 });

describe('traffic', () => {
  it('has no reads when none are asked for', () => {
    expect([...passing.readsOf('2026-05-01', 0)]).toEqual([]);
  });

  it('reads in order of time within the day, the same again for the same day and round', () => {
    const reads = [...passing.readsOf('2026-05-01', 200)];
    const times = reads.map(({ capturedAtMs }) => capturedAtMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times.map(utcDayOf))).toEqual(new Set(['2026-05-01']));
    expect([...passing.readsOf('2026-05-01', 200)]).toEqual(reads);
    expect([...passing.readsOf('2026-05-02', 200)]).not.toEqual(reads);
    expect([...passing.readsOf('2026-05-01', 200, 1)]).not.toEqual(reads);
  });
});

describe('withWrongCharacter', () => {
  it('changes one character to one that does not look like it', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 50; round += 1) {
      const changed = Array.from(withWrongCharacter('京A8B01', random));
      const places = Array.from('京A8B01').flatMap((was, at) => (was === changed[at] ? [] : [at]));
      expect(places).toHaveLength(1);
      expect(looksAlike('京A8B01'[places[0]!]!, changed[places[0]!]!)).toBe(false);
    }
  });
});
