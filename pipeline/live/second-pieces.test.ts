import { describe, expect, it } from 'vitest';
import { coverOf, type SecondPiece } from './second-pieces.ts';

const piece = (startMs: number, change: Partial<SecondPiece> = {}): SecondPiece => ({
  ...{ startMs, endMs: startMs + 1000, clockSource: 'camera', connection: 0, jumpMs: 0 },
  ...change,
});
const THREE = [piece(500), piece(1500), piece(2500)];

describe('the smaller stream’s pieces over one of the main stream', () => {
  it.each<[string, readonly SecondPiece[], number, number, readonly number[] | string]>([
    ['none yet', [], 0, 2000, 'later'],
    ['the last one isn’t finished', THREE, 1000, 3600, 'later'],
    ['two of three', THREE, 1000, 2500, [500, 1500]],
    ['all', THREE, 1000, 3500, [500, 1500, 2500]],
    ['exactly one', THREE, 1500, 2500, [1500]],
    ['they began later', THREE, 400, 2500, 'never'],
    ['all are later', THREE, 0, 400, 'never'],
    [
      'a connection ended between',
      [piece(500), piece(1500, { connection: 1 })],
      600,
      2400,
      'never',
    ],
    [
      'one before the other connection',
      [piece(500, { connection: 1 }), piece(1500)],
      1600,
      2400,
      [1500],
    ],
    ['a jump between', [piece(500), piece(1500, { jumpMs: 40 })], 600, 2400, 'never'],
    ['a jump before', [piece(500, { jumpMs: -40 }), piece(1500)], 600, 2400, [500, 1500]],
    ['another clock', [piece(500), piece(1500, { clockSource: 'arrival' })], 600, 2400, 'clock'],
  ])('%s', (_case, pieces, startMs, endMs, expected) => {
    const cover = coverOf(pieces, { startMs, endMs, clockSource: 'camera' });
    const told = 'pieces' in cover ? cover.pieces.map((p) => p.startMs) : cover.missing;
    expect(told).toEqual(expected);
  });
});
