import { describe, expect, it } from 'vitest';
import { layOut, outside, totalMs } from './timeline.ts';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });
const NOTHING = { uncovered: [], doubled: [], contradicted: [] };

describe('layOut', () => {
  it('finds nothing wrong with nothing, and with video and gaps end to end', () => {
    expect(layOut([], [])).toEqual(NOTHING);
    expect(layOut([span(0, 2000), span(4000, 6000)], [span(2000, 4000)])).toEqual(NOTHING);
    // What clocks are off.
    expect(layOut([span(0, 2000), span(2150, 4000)], [span(3900, 5000)])).toEqual(NOTHING);
  });

  it('finds time that is in neither', () => {
    const { uncovered } = layOut([span(0, 2000), span(6000, 8000)], [span(2000, 4000)]);
    expect(uncovered).toEqual([span(4000, 6000)]);
  });

  it('finds video that is there twice', () => {
    const { doubled } = layOut([span(0, 9000), span(2000, 4000), span(8000, 10_000)], []);
    expect(doubled).toEqual([span(2000, 4000), span(8000, 9000)]);
  });

  it('finds gaps where there is video, and gaps that are told twice', () => {
    const told = layOut([span(0, 2000)], [span(1000, 3000), span(2500, 4000)]);
    expect(told.contradicted).toEqual([span(2500, 3000), span(1000, 2000)]);
  });
});

describe('outside', () => {
  it.each([
    { others: [], parts: [span(0, 10)] },
    { others: [span(0, 10)], parts: [] },
    { others: [span(8, 20), span(2, 4), span(3, 5)], parts: [span(0, 2), span(5, 8)] },
    { others: [span(20, 30)], parts: [span(0, 10)] },
  ])('of $others is $parts', ({ others, parts }) => {
    expect(outside(span(0, 10), others)).toEqual(parts);
  });
});

it('totalMs adds up', () => {
  expect(totalMs([])).toBe(0);
  expect(totalMs([span(0, 5), span(10, 12)])).toBe(7);
});
