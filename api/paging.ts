import { Type, type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';

/** How much of a list is asked for, and from where on. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items at most; 50.' }),
    ),
    cursor: Type.Optional(
      Type.String({ maxLength: 500, description: '`nextCursor` of the page before.' }),
    ),
  },
  { additionalProperties: false },
);

export const DEFAULT_PAGE = 50;

export const page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null: the last page.' }),
  });

/**
 * Cuts one page out of rows of which one more than `limit` was asked for.
 * @param positionOf what the next page begins after; plain JSON
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  positionOf: (row: R) => unknown,
  itemOf: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor(positionOf(shown.at(-1)!)) : null;
  return { items: shown.map(itemOf), nextCursor };
}

/** Opaque to callers: base64url of JSON. Holds nothing secret: ids, names, times. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Null without a cursor.
 * @throws WaysideError USAGE when it isn't one of this list
 */
export function decodeCursor<T extends TSchema>(
  position: T,
  cursor: string | undefined,
): Static<T> | null {
  if (cursor === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    value = undefined;
  }
  if (Check(position, value)) return value;
  throw new WaysideError('USAGE', 'the cursor is none of this list');
}
