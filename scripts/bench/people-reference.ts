import type { BoxXywhPx } from '../../pipeline/geometry/box.ts';

/**
 * Where somebody is in a fixed camera's picture, found without any model: what differs from the empty
 * scene. One mask a frame; only for benches, on footage whose first frames are empty and in which
 * nothing but people moves.
 */
export interface Foreground {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 where the picture differs from the empty scene, in patches large enough to be someone. */
  readonly mask: Uint8Array;
  readonly pixels: number;
  /** Around all of them; null when nobody is there. */
  readonly boxXywhPx: BoxXywhPx | null;
}

/** Of 255 levels, after the overall brightness was made equal. */
const DIFFERENT_LEVELS = 28;
/** A patch smaller than this share of the picture is noise or a shadow's edge. */
const SMALLEST_SHARE = 0.0025;

/** The median of each pixel over the frames, all of one size. */
export function medianOf(frames: readonly Uint8Array[]): Uint8Array {
  const values = new Uint8Array(frames.length);
  return Uint8Array.from(frames[0]!, (_, i) => {
    frames.forEach((frame, n) => (values[n] = frame[i]!));
    return values.slice().sort()[frames.length >> 1]!;
  });
}

export function foregroundOf(
  luma: Uint8Array,
  empty: Uint8Array,
  widthPx: number,
  heightPx: number,
): Foreground {
  const gain = brightnessGain(luma, empty);
  const raw = Uint8Array.from(luma, (value, i) =>
    Math.abs(value * gain - empty[i]!) > DIFFERENT_LEVELS ? 1 : 0,
  );
  const opened = majority(raw, widthPx, heightPx);
  const mask = keepLarge(opened, widthPx, heightPx, SMALLEST_SHARE * widthPx * heightPx);
  let left = widthPx;
  let right = -1;
  let top = heightPx;
  let bottom = -1;
  let pixels = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (mask[y * widthPx + x] === 0) continue;
      pixels++;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  const boxXywhPx: BoxXywhPx | null =
    pixels === 0 ? null : [left, top, right - left + 1, bottom - top + 1];
  return { widthPx, heightPx, mask, pixels, boxXywhPx };
}

/** The camera sets its exposure anew when someone enters: the median ratio of all pixels takes it back. */
function brightnessGain(luma: Uint8Array, empty: Uint8Array): number {
  const ratios: number[] = [];
  for (let i = 0; i < luma.length; i += 7) {
    if (luma[i]! > 40 && empty[i]! > 40) ratios.push(empty[i]! / luma[i]!);
  }
  ratios.sort((a, b) => a - b);
  return ratios[ratios.length >> 1] ?? 1;
}

/** A pixel stays when most of the 5×5 around it are set. */
function majority(mask: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let y = 2; y < heightPx - 2; y++) {
    for (let x = 2; x < widthPx - 2; x++) {
      let set = 0;
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) set += mask[(y + dy) * widthPx + x + dx]!;
      }
      out[y * widthPx + x] = set >= 13 ? 1 : 0;
    }
  }
  return out;
}

function keepLarge(
  mask: Uint8Array,
  widthPx: number,
  heightPx: number,
  smallest: number,
): Uint8Array {
  const out = new Uint8Array(mask.length);
  const seen = new Uint8Array(mask.length);
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    const patch = [start];
    seen[start] = 1;
    for (const at of patch) {
      const x = at % widthPx;
      for (const next of [
        x > 0 ? at - 1 : -1,
        x < widthPx - 1 ? at + 1 : -1,
        at - widthPx,
        at + widthPx,
      ]) {
        if (next < 0 || next >= mask.length || mask[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        patch.push(next);
      }
    }
    if (patch.length >= smallest) for (const at of patch) out[at] = 1;
  }
  return out;
}
