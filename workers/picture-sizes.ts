import type { MediaInfo } from './media/media-info.ts';

/** What has to be known of a video to decode it. */
export type PictureInfo = Pick<MediaInfo, 'widthPx' | 'heightPx' | 'rotationDeg'>;

const MOST_FOOTAGE = 1000;

/**
 * What the pictures of a footage look like, learned from the first of its segments that this process met:
 * asking each segment again takes a quarter as long as decoding it. A camera that changes its picture
 * without a new connection is told apart by what decoding saw.
 */
export class PictureSizes {
  readonly #known = new Map<string, PictureInfo>();

  /** Null when nothing is known. */
  of(footageId: string): PictureInfo | null {
    return this.#known.get(footageId) ?? null;
  }

  learn(footageId: string, { widthPx, heightPx, rotationDeg }: PictureInfo): void {
    this.#known.delete(footageId);
    this.#known.set(footageId, { widthPx, heightPx, rotationDeg });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_FOOTAGE) this.#known.delete(oldest!);
  }
}

type Size = Pick<MediaInfo, 'widthPx' | 'heightPx'>;

export function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}
