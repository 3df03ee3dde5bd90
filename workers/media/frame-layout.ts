import type { Raster } from '../../pipeline/image/raster.ts';
import { cropFrame, type VideoFrame } from '../../pipeline/image/video-frame.ts';

/**
 * How one picture and its small copy lie in the bytes that ffmpeg sends: one planar YUV 4:2:0
 * picture, the full one above, the small one below it at the left, black beside it.
 * All sizes are even.
 */
export interface FrameLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly smallWidthPx: number;
  readonly smallHeightPx: number;
  readonly byteLength: number;
}

/** The small copy keeps the shape and is never larger than the full picture. */
export function layoutOf(widthPx: number, heightPx: number, smallLongSidePx: number): FrameLayout {
  const ratio = Math.min(1, smallLongSidePx / Math.max(widthPx, heightPx));
  const smallWidthPx = evenUpTo(widthPx * ratio, Math.min(widthPx, smallLongSidePx));
  const smallHeightPx = evenUpTo(heightPx * ratio, Math.min(heightPx, smallLongSidePx));
  return {
    widthPx,
    heightPx,
    smallWidthPx,
    smallHeightPx,
    byteLength: (widthPx * (heightPx + smallHeightPx) * 3) / 2,
  };
}

function evenUpTo(size: number, limit: number): number {
  return Math.max(2, Math.min(Math.round(size / 2) * 2, Math.floor(limit / 2) * 2));
}

/**
 * The frame that lies in `bytes`. Its full-size planes are views on `bytes`, nothing is copied; the
 * frame owns the bytes from here on. The small RGB copy is made when it is first asked for, since
 * a frame in which nothing moved never needs it.
 */
export function frameFrom(bytes: Uint8Array, layout: FrameLayout, mediaMs: number): VideoFrame {
  return new DecodedFrame(bytes, layout, mediaMs);
}

/** The memory under a frame that `frameFrom` made. */
export function bytesOf(frame: VideoFrame): Uint8Array {
  return new Uint8Array(frame.luma.buffer);
}

class DecodedFrame implements VideoFrame {
  readonly mediaMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Uint8Array;
  readonly chromaU: Uint8Array;
  readonly chromaV: Uint8Array;
  readonly #bytes: Uint8Array;
  readonly #layout: FrameLayout;
  #smallLuma: Uint8Array | null = null;
  #small: Raster | null = null;

  constructor(bytes: Uint8Array, layout: FrameLayout, mediaMs: number) {
    this.mediaMs = mediaMs;
    this.widthPx = layout.widthPx;
    this.heightPx = layout.heightPx;
    this.#bytes = bytes;
    this.#layout = layout;
    const { luma, u, v } = planeOffsets(layout);
    const fullBytes = layout.widthPx * layout.heightPx;
    this.luma = bytes.subarray(luma, luma + fullBytes);
    this.chromaU = bytes.subarray(u, u + fullBytes / 4);
    this.chromaV = bytes.subarray(v, v + fullBytes / 4);
  }

  get smallLuma(): Uint8Array {
    const { widthPx, heightPx, smallWidthPx, smallHeightPx } = this.#layout;
    this.#smallLuma ??= gather(
      this.#bytes,
      widthPx * heightPx,
      widthPx,
      smallWidthPx,
      smallHeightPx,
    );
    return this.#smallLuma;
  }

  get small(): Raster {
    this.#small ??= this.#readSmall();
    return this.#small;
  }

  #readSmall(): Raster {
    const { widthPx, heightPx, smallWidthPx, smallHeightPx } = this.#layout;
    const { u, v } = planeOffsets(this.#layout);
    const above = (widthPx * heightPx) / 4;
    const chroma = (plane: number): Uint8Array =>
      gather(this.#bytes, plane + above, widthPx / 2, smallWidthPx / 2, smallHeightPx / 2);
    return cropFrame(
      {
        widthPx: smallWidthPx,
        heightPx: smallHeightPx,
        luma: this.smallLuma,
        chromaU: chroma(u),
        chromaV: chroma(v),
      },
      [0, 0, smallWidthPx, smallHeightPx],
    );
  }
}

function planeOffsets({ widthPx, heightPx, smallHeightPx }: FrameLayout): {
  readonly luma: number;
  readonly u: number;
  readonly v: number;
} {
  const lumaBytes = widthPx * (heightPx + smallHeightPx);
  return { luma: 0, u: lumaBytes, v: lumaBytes + lumaBytes / 4 };
}

function gather(
  from: Uint8Array,
  start: number,
  stride: number,
  width: number,
  height: number,
): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const at = start + row * stride;
    out.set(from.subarray(at, at + width), row * width);
  }
  return out;
}
