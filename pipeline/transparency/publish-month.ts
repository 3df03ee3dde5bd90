import { REVIEW_REASONS, VERDICTS } from '../reviews/review-words.ts';
import { countOf, type MonthFigures } from './month-figures.ts';
import { LATE_DAYS } from './month-time.ts';
import type { TransparencyReport } from './report.ts';
import {
  LEAST_PUBLISHED,
  leastOf,
  publishCount,
  publishOverlapping,
  publishPart,
  publishTable,
  type PublishedCount,
} from './suppression.ts';

/** How the figures are made, for whoever reads them. */
export const METHOD: readonly string[] = [
  'Counted from the entries of the audit log whose time (UTC) is in the month. Cameras, and reads by the ' +
    'day of their capture, were counted once a day and written into the log; the last count stands. Reads ' +
    `found more than ${LATE_DAYS} days after the month are left out.`,
  `Counts from 1 to ${LEAST_PUBLISHED - 1} of what people did, or of reads, are given as <${LEAST_PUBLISHED}. ` +
    'None is given as 0. Cameras, retention and the size of the log are about the system and given as they are.',
  'Where a part of a total is hidden, the total is given as the least that the published parts come to ' +
    '(>=N, with 1 for each hidden part), and so are counts of things that the total includes. Nothing that ' +
    'is published depends on which of its possible values a hidden part has.',
  `While a month can still change, counts are given in whole fives from below (>=N, or <${LEAST_PUBLISHED} ` +
    'for none too), and parts below five are left out.',
  'Entries may be picked for review for several reasons. Judgements are counted in the month they were ' +
    'made in; of several judgements of an entry, the last of the month counts.',
];

export interface PublicationState {
  /** Nothing can change the month any more. */
  readonly complete: boolean;
  /** That covers the entries; null: none was signed yet. */
  readonly checkpoint: TransparencyReport['log']['checkpoint'];
}

/** The figures as they may be published; of the same figures always the same. */
export function publishMonth(
  figures: MonthFigures,
  { complete, checkpoint }: PublicationState,
): TransparencyReport {
  const precision = complete ? 'exact' : 'coarse';
  const count = (figure: string) => publishCount(countOf(figures, figure), precision);
  const table = (figure: string) => publishTable(figures.counts[figure] ?? {}, precision);
  const searches = table('searches');
  const denials = table('denials');
  const opened = table('opened');
  return {
    month: figures.month,
    complete,
    cameras: camerasOf(figures),
    reads: readsOf(figures, (reads) => publishCount(reads, precision)),
    searches: {
      total: searches.total,
      byPurpose: searches.cells,
      selfApproved: publishPart(
        countOf(figures, 'searchesSelfApproved'),
        searches.total,
        precision,
      ),
    },
    trackSearches: count('trackSearches'),
    cases: { opened: count('casesOpened'), closed: count('casesClosed') },
    grants: {
      requested: count('grantsRequested'),
      approved: count('grantsApproved'),
      refused: count('grantsRefused'),
      withdrawn: count('grantsWithdrawn'),
      selfApproved: count('grantsSelfApproved'),
    },
    denials: { total: denials.total, byCode: denials.cells },
    opened: { total: opened.total, byContent: opened.cells },
    unmaskings: count('unmaskings'),
    holds: {
      requested: count('holdsRequested'),
      approved: count('holdsApproved'),
      refused: count('holdsRefused'),
      ended: count('holdsEnded'),
    },
    retention: {
      runs: countOf(figures, 'retentionRuns'),
      keyMoves: countOf(figures, 'keyMoves'),
      oldestDays: sorted(figures.oldestDays),
    },
    reviews: reviewsOf(figures, precision, [searches.total, denials.total]),
    log: { size: figures.logSize, checkpoint },
    method: [...METHOD],
  };
}

function camerasOf({ occasions }: MonthFigures): TransparencyReport['cameras'] {
  if (occasions === null) return null;
  const total = occasions.reduce((sum, { cameras }) => sum + cameras, 0);
  const byOccasion = occasions.toSorted((a, b) =>
    (a.occasion ?? '') < (b.occasion ?? '') ? -1 : 1,
  );
  return { total, occasions: byOccasion };
}

function readsOf(
  { readsOfDays }: MonthFigures,
  publish: (reads: number) => PublishedCount,
): PublishedCount | null {
  if (readsOfDays === null) return null;
  return publish(Object.values(readsOfDays).reduce((sum, reads) => sum + reads, 0));
}

/** @param wholes what the picked entries are taken from */
function reviewsOf(
  { reviews, verdicts }: MonthFigures,
  precision: 'exact' | 'coarse',
  wholes: readonly PublishedCount[],
): TransparencyReport['reviews'] {
  const [whole = 0] = wholes
    .filter((one) => typeof one !== 'number')
    .toSorted((a, b) => leastOf(a, precision) - leastOf(b, precision));
  const picked = publishOverlapping(
    Object.keys(reviews).length,
    tally(REVIEW_REASONS, Object.values(reviews).flat()),
    (count) => publishPart(count, whole, precision),
    precision,
  );
  const judged = publishTable(tally(VERDICTS, Object.values(verdicts)), precision);
  return {
    picked: { total: picked.total, byReason: picked.cells },
    judged: { total: judged.total, byVerdict: judged.cells },
  };
}

function tally(names: readonly string[], found: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.map((name) => [name, found.filter((one) => one === name).length]),
  );
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, record[name]!]),
  );
}
