import { Type, type Static } from 'typebox';
import { WaysideError } from '../errors.ts';
import { nameProblems, type ShapeProblem } from './shape-problems.ts';

const Fraction = Type.Number({ minimum: 0, maximum: 1 });
const Point = Type.Tuple([Fraction, Fraction]);

/** A line across the picture that vehicles cross, such as a stop line. */
export const Line = Type.Object(
  {
    name: Type.String({ pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}$' }),
    /** From and to, as fractions of the picture's width and height from the top left. */
    points: Type.Tuple([Point, Point]),
  },
  { additionalProperties: false },
);
export type Line = Static<typeof Line>;

export const MOST_LINES = 50;
/** A hundredth of the picture's side: shorter ones are slips of the hand. */
const LEAST_LENGTH = 0.01;

/** What is wrong with the lines, in their order: a name twice, ends that (nearly) are the same. */
export function lineProblems(lines: readonly Line[]): ShapeProblem[] {
  const short = lines.flatMap(({ points: [from, to] }, index): ShapeProblem[] => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    return length < LEAST_LENGTH ? [{ index, key: 'points', why: 'its ends are the same' }] : [];
  });
  return [...nameProblems(lines), ...short].sort((a, b) => a.index - b.index);
}

/** @throws WaysideError LINE_INVALID naming the line */
export function checkLines(lines: readonly Line[]): void {
  const [problem] = lineProblems(lines);
  if (problem === undefined) return;
  const { name } = lines[problem.index]!;
  throw new WaysideError('LINE_INVALID', `line ${name}: ${problem.why}`, {
    details: { line: name },
  });
}
