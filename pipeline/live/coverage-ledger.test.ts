import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  covered,
  EMPTY_LEDGER,
  noLongerWanted,
  stillMissing,
  type CoverageLedger,
  type LedgerStep,
  type StreamGap,
} from './coverage-ledger.ts';
import { SEGMENT_JITTER_MS } from '../time/segment-jitter.ts';
import { STREAM_GAP_CAUSES, type StreamGapCause } from './gap-causes.ts';

const at = (clock: string): number => Date.parse(`2026-05-01T${clock}Z`);
const show = (gaps: readonly StreamGap[]) =>
  gaps.map(({ startMs, endMs, cause }) => [
    new Date(startMs).toISOString().slice(8, 19),
    new Date(endMs).toISOString().slice(8, 19),
    cause,
  ]);

/** Lets things happen one after another; gives all gaps that were closed, and the ledger. */
function happen(
  start: CoverageLedger,
  ...steps: ((ledger: CoverageLedger) => LedgerStep)[]
): { closed: StreamGap[]; ledger: CoverageLedger } {
  return steps.reduce<{ closed: StreamGap[]; ledger: CoverageLedger }>(
    (sum, step) => {
      const { ledger, closed } = step(sum.ledger);
      return { ledger, closed: [...sum.closed, ...closed] };
    },
    { closed: [], ledger: start },
  );
}
const missing = (cause: StreamGapCause, clock: string) => (ledger: CoverageLedger) =>
  stillMissing(ledger, cause, at(clock));
const video = (from: string, to: string) => (ledger: CoverageLedger) =>
  covered(ledger, { startMs: at(from), endMs: at(to) });
const since = (clock: string): CoverageLedger => ({ knownUntilMs: at(clock), open: null });

describe('a coverage ledger', () => {
  it('of a camera that is new and works has no gap', () => {
    expect(happen(EMPTY_LEDGER, video('10:00:00', '10:00:04'))).toEqual({
      closed: [],
      ledger: since('10:00:04'),
    });
  });

  it('of a camera that is new and doesn’t answer begins when that was seen', () => {
    const { ledger } = happen(
      EMPTY_LEDGER,
      missing('CAMERA_UNREACHABLE', '10:00:00'),
      missing('CAMERA_UNREACHABLE', '10:00:05'),
    );
    expect(show([ledger.open!])).toEqual([['01T10:00:00', '01T10:00:05', 'CAMERA_UNREACHABLE']]);
  });

  it('lets a gap reach from the end of the last video to the start of the next', () => {
    const { closed, ledger } = happen(
      since('10:00:00'),
      missing('CAMERA_DISCONNECTED', '10:00:02'),
      // The first picture came at 10:00:07, and is known only when its piece is finished.
      missing('CAMERA_DISCONNECTED', '10:00:09'),
      video('10:00:07', '10:00:11'),
      video('10:00:11', '10:00:15'),
    );
    expect(show(closed)).toEqual([['01T10:00:00', '01T10:00:07', 'CAMERA_DISCONNECTED']]);
    expect(ledger).toEqual(since('10:00:15'));
  });

  it('begins another gap when the cause changes', () => {
    const { closed } = happen(
      since('10:00:00'),
      missing('INGEST_STOPPED', '10:05:00'),
      missing('CAMERA_UNREACHABLE', '10:05:03'),
      video('10:06:00', '10:06:04'),
    );
    expect(show(closed)).toEqual([
      ['01T10:00:00', '01T10:05:03', 'INGEST_STOPPED'],
      ['01T10:05:03', '01T10:06:00', 'CAMERA_UNREACHABLE'],
    ]);
  });

  it('cuts a gap at midnight, since rows are kept by day', () => {
    const { closed } = happen(
      since('23:00:00'),
      (ledger) => stillMissing(ledger, 'CAMERA_PAUSED', at('00:00:00') + 2 * 86_400_000 + 5000),
      (ledger) => noLongerWanted(ledger, at('00:00:00') + 2 * 86_400_000 + 9000),
    );
    expect(show(closed)).toEqual([
      ['01T23:00:00', '02T00:00:00', 'CAMERA_PAUSED'],
      ['02T00:00:00', '03T00:00:00', 'CAMERA_PAUSED'],
      ['03T00:00:00', '03T00:00:09', 'CAMERA_PAUSED'],
    ]);
  });

  it('tells a jump of the stream’s time as a gap, and a matter of clocks as none', () => {
    expect(show(happen(since('10:00:00'), video('10:00:00.200', '10:00:05')).closed)).toEqual([]);
    expect(show(happen(since('10:00:00'), video('10:00:03', '10:00:05')).closed)).toEqual([
      ['01T10:00:00', '01T10:00:03', 'CAMERA_STALLED'],
    ]);
  });

  it('takes a gap back that turned out to be none', () => {
    const { closed } = happen(
      since('10:00:00'),
      missing('CAMERA_STALLED', '10:00:02'),
      video('09:59:59', '10:00:03'),
    );
    expect(show(closed)).toEqual([['01T10:00:00', '01T10:00:00', 'CAMERA_STALLED']]);
  });

  it('ends no gap where there is none', () => {
    expect(noLongerWanted(since('10:00:00'), at('11:00:00'))).toEqual({
      ledger: since('10:00:00'),
      closed: [],
    });
  });

  it('leaves no moment out and tells none twice, whatever happens', () => {
    const event = fc.record({
      afterMs: fc.nat(100_000_000),
      cause: fc.option(fc.constantFrom(...STREAM_GAP_CAUSES), { nil: null }),
      lengthMs: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const startMs = at('10:00:00');
        let ledger: CoverageLedger = { knownUntilMs: startMs, open: null };
        let nowMs = startMs;
        const spans: { startMs: number; endMs: number }[] = [];
        const take = (step: LedgerStep): void => {
          ({ ledger } = step);
          spans.push(...step.closed);
        };
        for (const { afterMs, cause, lengthMs } of events) {
          nowMs += afterMs;
          if (cause !== null) take(stillMissing(ledger, cause, nowMs));
          else {
            const span = { startMs: nowMs, endMs: nowMs + lengthMs };
            take(covered(ledger, span));
            spans.push(span);
            nowMs = span.endMs;
          }
        }
        take(noLongerWanted(ledger, nowMs));
        let knownMs = startMs;
        for (const span of spans) {
          // Between two pieces of video, a moment is a matter of clocks.
          expect(span.startMs - knownMs).toBeGreaterThanOrEqual(0);
          expect(span.startMs - knownMs).toBeLessThanOrEqual(SEGMENT_JITTER_MS);
          knownMs = span.endMs;
        }
        expect(knownMs).toBe(nowMs);
      }),
    );
  });
});
