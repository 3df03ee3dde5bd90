import fc from 'fast-check';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, pageOf } from './paging.ts';

const Position = Type.Object({ id: Type.Integer() });
const idOf = ({ id }: { id: number }) => ({ id });

describe('pages', () => {
  it('of nothing are empty and the last', () => {
    expect(pageOf([], 2, idOf, idOf)).toEqual({ items: [], nextCursor: null });
  });

  it('put together are the list', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.integer({ min: 1, max: 7 }), (ids, limit) => {
        const all = ids.sort((a, b) => a - b).map((id) => ({ id }));
        const seen: { id: number }[] = [];
        for (let cursor: string | null | undefined; cursor !== null;) {
          const after = decodeCursor(Position, cursor);
          const rows = all.filter(({ id }) => after === null || id > after.id).slice(0, limit + 1);
          const part = pageOf(rows, limit, idOf, idOf);
          expect(part.items.length).toBeLessThanOrEqual(limit);
          seen.push(...part.items);
          cursor = part.nextCursor;
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  it.each(['', 'x', encodeCursor({ id: 'a' }), encodeCursor(null)])('refuse %j', (cursor) => {
    expect(() => decodeCursor(Position, cursor)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});
