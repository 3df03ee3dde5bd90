import { describe, expect, it } from 'vitest';
import { checkLines, lineProblems, type Line } from './lines.ts';
import { checkMasks } from './privacy-masks.ts';

const line = (name: string, toX: number): Line => ({
  name,
  points: [
    [0.2, 0.5],
    [toX, 0.5],
  ],
});

describe('checkLines', () => {
  it('takes none, and lines with two ends', () => {
    checkLines([]);
    checkLines([line('stop line', 0.8), line('exit', 0.1)]);
  });

  it('names every line that is none, and each name that comes again', () => {
    const lines = [line('a', 0.2), line('b', 0.8), line('b', 0.205)];
    expect(lineProblems(lines).map(({ index, key }) => [index, key])).toEqual([
      [0, 'points'],
      [2, 'name'],
      [2, 'points'],
    ]);
    expect(() => {
      checkLines(lines);
    }).toThrow(expect.objectContaining({ code: 'LINE_INVALID', details: { line: 'a' } }));
  });
});

describe('checkMasks', () => {
  it('takes none, and refuses a bow tie by its name', () => {
    checkMasks([]);
    const polygon: [number, number][] = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ];
    expect(() => {
      checkMasks([{ name: 'garden', polygon }]);
    }).toThrow(expect.objectContaining({ code: 'MASK_INVALID', details: { mask: 'garden' } }));
  });
});
