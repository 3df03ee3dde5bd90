import type { Transaction } from 'kysely';
import type { LoggedEntry } from '../../pipeline/reviews/logged-entry.ts';
import { oddityOf, traceOf, type Trace } from '../../pipeline/reviews/oddities.ts';
import type { ReviewSettings } from '../../pipeline/reviews/review-settings.ts';
import { VERDICTS, type Verdict } from '../../pipeline/reviews/review-words.ts';
import { isSampled, withDraw, type DayDraws } from '../../pipeline/reviews/sample.ts';
import { DAY_MS, utcDayOf, type UtcDay } from '../../pipeline/time/utc-day.ts';
import { findReviewDays, saveReviewDay } from '../../store/reviews/review-days.ts';
import { noteJudgement, pickEntry } from '../../store/reviews/reviews.ts';
import { addTraces, findTraces, forgetTraces } from '../../store/reviews/traces.ts';
import type { Schema } from '../../store/schema.ts';

/** Picks the odd and the sampled of entries that follow those reviewed before, in order of the log. */
export async function reviewPage(
  trx: Transaction<Schema>,
  entries: readonly LoggedEntry[],
  settings: ReviewSettings,
): Promise<void> {
  const first = entries[0];
  if (first === undefined) return;
  const since = new Date(first.recordedAtMs - settings.compareDays * DAY_MS);
  const marks = entries.map(({ detail }) => detail.marks ?? {});
  const earlier = [
    ...(await findTraces(trx, {
      plates: present(marks.map(({ plate }) => plate)),
      persons: present(marks.map(({ person }) => person)),
      grants: present(marks.map(({ grant }) => grant)),
      since,
      before: first.sequence,
    })),
  ];
  const days = await drawsOfDays(trx, entries);
  const added: Trace[] = [];

  for (const entry of entries) {
    const { sequence, recordedAtMs, detail } = entry;
    const odd = oddityOf(entry, earlier, settings);
    const sampled = isSampled(entry, settings.sampleShare);
    const reasons = sampled ? (['sampled', ...odd.reasons] as const) : odd.reasons;
    if (reasons.length > 0) {
      const { action } = detail;
      const { related } = odd;
      await pickEntry(trx, { entry: sequence, recordedAtMs, action, reasons, related });
    }
    const day = utcDayOf(recordedAtMs);
    const draws = withDraw(day, days.get(day), entry, settings.sampleShare);
    if (draws !== undefined) days.set(day, draws);
    const trace = traceOf(entry);
    if (trace !== null) {
      earlier.push(trace);
      added.push(trace);
    }
    await applyJudgement(trx, entry);
  }
  for (const draws of days.values()) await saveReviewDay(trx, draws);
  await addTraces(trx, added);
  await forgetTraces(trx, since);
}

/** Of the days on which something is searched here. */
async function drawsOfDays(
  trx: Transaction<Schema>,
  entries: readonly LoggedEntry[],
): Promise<Map<UtcDay, DayDraws>> {
  const searches = entries.filter(({ detail }) => detail.action === 'search');
  const days = [...new Set(searches.map(({ recordedAtMs }) => utcDayOf(recordedAtMs)))];
  const found = await findReviewDays(trx, days);
  return new Map(found.map((draws) => [draws.day, draws]));
}

/** What the log says was judged stands, also where the row was lost. */
async function applyJudgement(
  trx: Transaction<Schema>,
  { sequence, recordedAtMs, detail }: LoggedEntry,
): Promise<void> {
  if (detail.action !== 'review-judged') return;
  const { entry, verdict } = detail;
  if (typeof entry !== 'number' || !VERDICTS.includes(verdict as Verdict)) return;
  const judgement = { verdict: verdict as Verdict, sequence, atMs: recordedAtMs };
  await noteJudgement(trx, BigInt(entry), judgement);
}

function present(marks: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(marks.filter((mark) => mark !== undefined))];
}
