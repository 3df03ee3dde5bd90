import { describe, expect, it } from 'vitest';
import { clearCut } from './clear-cut.ts';
import type { PlateRead } from './plate-reading.ts';

const read = (over: Partial<PlateRead> = {}): PlateRead => ({
  text: 'RK828AG',
  confidence: 0.3,
  characters: [],
  alternatives: [],
  region: 'eu',
  boxXywhPx: [0, 0, 140, 30],
  heightPx: 30,
  sharpness: 100,
  ...over,
});

describe('clear-cut', () => {
  it.each<[string, Partial<PlateRead>, number]>([
    ['no text', { text: '', confidence: 0 }, 0],
    ['no rivals, however unsure that it is a plate', { confidence: 0.1 }, 1],
    ['a rival as strong', { alternatives: [{ text: 'RK828AC', confidence: 0.3 }] }, 0.5],
    ['characters half as wide as can be read', { boxXywhPx: [0, 0, 56, 30] }, 0.5],
    ['two lines of characters wide enough', { boxXywhPx: [0, 0, 56, 50] }, 1],
  ])('%s', (_name, over, expected) => {
    expect(clearCut(read(over))).toBeCloseTo(expected);
  });
});
