import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import { polygonProblems } from './shape-problems.ts';

const Fraction = Type.Number({ minimum: 0, maximum: 1 });

/** A part of a camera's picture that nobody looks at: a window, a doorway, a garden. */
export const PrivacyMask = Type.Object(
  {
    name: Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}$' }),
    /** Corners in order, as fractions of the picture's width and height from the top left. */
    polygon: Type.Array(Type.Tuple([Fraction, Fraction]), { minItems: 3, maxItems: 100 }),
    /** Filled before the video is stored, at the cost of encoding it anew; else only when it is looked at. */
    burned: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type PrivacyMask = Static<typeof PrivacyMask>;

export const MOST_MASKS = 50;

/** What is filled in pictures of a time: the masks of now, and those of then that are others. */
export function masksThenAndNow(
  now: readonly PrivacyMask[],
  then: readonly PrivacyMask[],
): readonly PrivacyMask[] {
  const known = new Set(now.map(({ polygon }) => JSON.stringify(polygon)));
  return [...now, ...then.filter(({ polygon }) => !known.has(JSON.stringify(polygon)))];
}

/** @throws WaysideError MASK_INVALID naming the mask: a name twice, too small, an outline that crosses itself */
export function checkMasks(masks: readonly PrivacyMask[]): void {
  const [problem] = polygonProblems(masks);
  if (problem === undefined) return;
  const { name } = masks[problem.index]!;
  throw new WaysideError('MASK_INVALID', `mask ${name}: ${problem.why}`, {
    details: { mask: name },
  });
}
