import { describe, expect, it } from 'vitest';
import type { SignedGrant } from '../../../keeper/client/grant.ts';
import { readPasses, type GrantedKeeper } from './read-passes.ts';
import type { SeenSighting } from './watch-index.ts';

const PASS = {
  cameraId: 'gate',
  plate: 'AB123',
  entryMs: 10_000,
  exitMs: 15_000,
  readableMs: 13_000,
};

/** Opens rows whose sealed bytes are the text. */
const KEEPER: GrantedKeeper = {
  by: { name: 'bench', role: 'operator' },
  grantOf: () => ({}) as SignedGrant,
  keeper: {
    openRows: ({ query, rows }) =>
      Promise.resolve({
        rows: rows
          .map(({ id, sealed }) => ({ id, text: Buffer.from(sealed).toString() }))
          .filter(({ text }) => text.replace('8', 'B') === query.pattern)
          .map(({ id, text }) => ({
            id,
            plate: { text, confidence: 1, characters: [], alternatives: [], region: null },
            match: { score: 1, reasons: [] },
          })),
        brokenIds: [],
        expiredIds: [],
      }),
  },
};
const seen = (
  text: string,
  capturedAtMs: number,
  change: Partial<SeenSighting> = {},
): SeenSighting => ({
  ...{ id: 'a', cameraId: 'gate', segmentId: 'one', capturedAtMs, seenMs: capturedAtMs + 2000 },
  ...{ sealed: Buffer.from(text), ...change },
});

describe('readPasses', () => {
  it('finds nothing of no passes, and no pass in an empty index', async () => {
    expect(await readPasses([], [seen('AB123', 12_000)], KEEPER)).toEqual([]);
    const missed = [{ pass: PASS, sighting: null, isExact: false }];
    expect(await readPasses([PASS], [], KEEPER)).toEqual(missed);
  });

  it('takes the first version that the plate finds, of the camera and the time', async () => {
    const others = [
      seen('AB123', 9_000),
      seen('AB123', 16_000),
      seen('AB123', 12_000, { cameraId: 'bridge' }),
      seen('A8I2', 12_000),
    ];
    const first = seen('A8123', 13_000);
    const all = [...others, first, seen('AB123', 14_000)];
    expect(await readPasses([PASS], all, KEEPER)).toEqual([
      { pass: PASS, sighting: first, isExact: false },
    ]);
  });
});
