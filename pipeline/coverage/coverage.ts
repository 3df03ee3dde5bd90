import { difference, intersection, totalMs, union, type Span } from '../time/span.ts';

/** What is known of one camera's time. Spans may overlap and come in any order. */
export interface CoverageFacts {
  /** One run of footage each; two of them may show the same time. */
  readonly runs: readonly FootageRun[];
  /** Nothing before this may be shown any more, so what was recorded there isn't known. */
  readonly keptFromMs: number;
}

export interface FootageRun {
  /** Segments that were tracked. */
  readonly tracked: readonly TrackedSpan[];
  /** Segments that wait to be looked at or tracked, and what of the file isn't cut into segments yet. */
  readonly processing: readonly Span[];
  readonly gaps: readonly GapSpan[];
}

/** How closely a span was looked at. */
export interface LookedAt {
  /** Frames a second; null: not known. */
  readonly analysisFps: number | null;
  /** Fewer than were asked for: workers had fallen behind. */
  readonly thinned: boolean;
}

export interface TrackedSpan extends Span, LookedAt {}

export interface GapSpan extends Span {
  /** An error code, such as DECODE_FAILED. */
  readonly cause: string;
}

export const COVERAGE_KINDS = ['covered', 'gap', 'processing', 'not-recorded', 'expired'] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** What isn't covered wasn't looked at: rate null, not thinned. */
export interface CoveragePart extends Span, LookedAt {
  readonly kind: CoverageKind;
  /** Of a gap; else null. */
  readonly cause: string | null;
}

const NOT_LOOKED_AT = { analysisFps: null, thinned: false } as const satisfies LookedAt;

/**
 * What became of each moment of the span: the parts lie end to end, without holes or overlaps, and
 * neighbours differ. Where several things are true of a moment the first of these counts: it has expired;
 * some run saw it (the closest look counts); some run has a gap there (the first that was told); some run is
 * still being processed.
 * An empty span has no parts.
 */
export function coverageOf(span: Span, { runs, keptFromMs }: CoverageFacts): CoveragePart[] {
  let left = union([span]);
  const parts: CoveragePart[] = [];
  const take = (
    kind: CoverageKind,
    spans: readonly Span[],
    { cause = null, look = NOT_LOOKED_AT }: { cause?: string | null; look?: LookedAt } = {},
  ): void => {
    const taken = intersection(left, union(spans));
    parts.push(...taken.map((part) => ({ ...part, kind, cause, ...look })));
    left = difference(left, taken);
  };
  take('expired', [{ startMs: span.startMs, endMs: keptFromMs }]);
  for (const look of looksOf(runs)) {
    const seen = runs.flatMap(({ tracked, gaps }) =>
      difference(union(tracked.filter((span) => isSameLook(span, look))), union(gaps)),
    );
    take('covered', seen, { look });
  }
  for (const gap of runs.flatMap(({ gaps }) => gaps)) take('gap', [gap], { cause: gap.cause });
  take(
    'processing',
    runs.flatMap(({ processing }) => processing),
  );
  take('not-recorded', left);
  return joined(parts.sort((a, b) => a.startMs - b.startMs));
}

/** Milliseconds of each kind. */
export function coverageTotals(parts: readonly CoveragePart[]): Record<CoverageKind, number> {
  const totals = COVERAGE_KINDS.map((kind) => [
    kind,
    totalMs(parts.filter((part) => part.kind === kind)),
  ]);
  return Object.fromEntries(totals) as Record<CoverageKind, number>;
}

/** Each that there is, the closest first. */
function looksOf(runs: readonly FootageRun[]): LookedAt[] {
  const looks: LookedAt[] = [];
  for (const { analysisFps, thinned } of runs.flatMap(({ tracked }) => tracked)) {
    const look = { analysisFps, thinned };
    if (!looks.some((known) => isSameLook(known, look))) looks.push(look);
  }
  return looks.sort(
    (a, b) => Number(a.thinned) - Number(b.thinned) || (b.analysisFps ?? 0) - (a.analysisFps ?? 0),
  );
}

function isSameLook(a: LookedAt, b: LookedAt): boolean {
  return a.analysisFps === b.analysisFps && a.thinned === b.thinned;
}

function joined(parts: readonly CoveragePart[]): CoveragePart[] {
  const result: CoveragePart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    const isSame = last?.kind === part.kind && last.cause === part.cause && isSameLook(last, part);
    if (isSame && last.endMs === part.startMs) {
      result[result.length - 1] = { ...last, endMs: part.endMs };
    } else {
      result.push(part);
    }
  }
  return result;
}
