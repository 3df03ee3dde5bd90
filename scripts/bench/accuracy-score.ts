import { iou, type BoxXywhPx } from '../../pipeline/geometry/box.ts';
import { percentile } from './bench-machine.ts';
import type { LabelledImage } from './accuracy-labels.ts';

export interface ReadImage {
  readonly label: LabelledImage;
  readonly reads: readonly { readonly text: string; readonly boxXywhPx: BoxXywhPx }[];
  readonly wallMs: number;
}

/** Shares are 0…1 and null where there is nothing to take a share of. */
export interface AccuracyScore {
  readonly set: string;
  readonly images: number;
  readonly plates: number;
  /** Labelled plates that a returned text equals. */
  readonly strict: number | null;
  /** The same after O→0, Q→0, I→1: many countries print them alike. */
  readonly folded: number | null;
  /** Labelled boxes that a returned box overlaps with IoU > 0.3. */
  readonly found: number | null;
  /** Returned texts that equal (folded) a label of their image. */
  readonly precision: number | null;
  readonly medianMs: number;
  readonly p95Ms: number;
}

const FOUND_IOU = 0.3;

export function scoreSet(set: string, images: readonly ReadImage[]): AccuracyScore {
  const labels = images.flatMap(({ label, reads }) =>
    label.plates.map((plate) => ({ ...plate, reads })),
  );
  const boxed = labels.filter((plate) => plate.box_xywh_px !== undefined);
  const returned = images.flatMap(({ label, reads }) =>
    reads.map(({ text }) => label.plates.some((plate) => fold(plate.text) === fold(text))),
  );
  const times = images.map(({ wallMs }) => wallMs);
  return {
    set,
    images: images.length,
    plates: labels.length,
    strict: share(
      labels.map(({ text, reads }) => reads.some((r) => plain(r.text) === plain(text))),
    ),
    folded: share(labels.map(({ text, reads }) => reads.some((r) => fold(r.text) === fold(text)))),
    found: share(
      boxed.map(({ box_xywh_px: box, reads }) =>
        reads.some(({ boxXywhPx }) => iou(boxXywhPx, box!) > FOUND_IOU),
      ),
    ),
    precision: share(returned),
    medianMs: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

/** Whether a labelled plate wasn't read, or a text was returned that is none (both folded). */
export function isMissed({ label, reads }: ReadImage): boolean {
  const expected = label.plates.map(({ text }) => fold(text));
  const got = reads.map(({ text }) => fold(text));
  return (
    expected.some((text) => !got.includes(text)) || got.some((text) => !expected.includes(text))
  );
}

/** Upper case, without what isn't a letter, a digit or a Han character. */
export function plain(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{Nd}]/gu, '');
}

export function fold(text: string): string {
  return plain(text).replace(/[OQ]/g, '0').replaceAll('I', '1');
}

function share(hits: readonly boolean[]): number | null {
  return hits.length === 0 ? null : hits.filter(Boolean).length / hits.length;
}
