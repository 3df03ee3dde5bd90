import type { PointXy } from './point.ts';
import { crossesItself, doubleAreaOf } from './polygon.ts';

/** A thing with a name in a camera's picture: a zone, a privacy mask, a line. */
export interface NamedShape {
  readonly name: string;
}

export interface ShapeProblem {
  /** Which of the shapes. */
  readonly index: number;
  readonly key: 'name' | 'polygon' | 'points';
  readonly why: string;
}

/** A ten-thousandth of the picture: smaller ones are slips of the hand. */
const LEAST_AREA = 1e-4;

/** Names that came before: one problem for each later shape of the same name. */
export function nameProblems(shapes: readonly NamedShape[]): ShapeProblem[] {
  const names = new Set<string>();
  return shapes.flatMap(({ name }, index) => {
    if (names.has(name)) return [{ index, key: 'name', why: 'there are two of this name' }];
    names.add(name);
    return [];
  });
}

/** What is wrong with the shapes, in their order: a name twice, too small, an outline that crosses itself. */
export function polygonProblems(
  shapes: readonly (NamedShape & { readonly polygon: readonly PointXy[] })[],
): ShapeProblem[] {
  const outlines = shapes.flatMap(({ polygon }, index): ShapeProblem[] => {
    if (crossesItself(polygon)) {
      return [{ index, key: 'polygon', why: 'its outline crosses or touches itself' }];
    }
    const isTiny = Math.abs(doubleAreaOf(polygon)) / 2 < LEAST_AREA;
    return isTiny ? [{ index, key: 'polygon', why: 'it is too small' }] : [];
  });
  return [...nameProblems(shapes), ...outlines].sort((a, b) => a.index - b.index);
}
