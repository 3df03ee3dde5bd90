import { Type, type Static } from 'typebox';

const Confidence = Type.Number({ minimum: 0, maximum: 1 });
const BoxXywhPx = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);

/** One position of a plate: the character taken and what else it may be, best first, sums to ≤ 1. */
export const PlateCharacter = Type.Object({
  character: Type.String(),
  confidence: Confidence,
  alternatives: Type.Array(Type.Object({ character: Type.String(), confidence: Confidence })),
});
export type PlateCharacter = Static<typeof PlateCharacter>;

/** A plate as text: from one frame, or fused over a track. */
export const PlateText = Type.Object({
  /** Upper case, no separators: letters, digits, Han characters. */
  text: Type.String(),
  /** That the whole text is right, 0…1. */
  confidence: Confidence,
  characters: Type.Array(PlateCharacter),
  /** Other whole texts, best first. */
  alternatives: Type.Array(Type.Object({ text: Type.String(), confidence: Confidence })),
  /** The grammar that fits: `cn`, `eu`, `de`, …, `us`, `br`, a custom name, or null when none does. */
  region: Type.Union([Type.String(), Type.Null()]),
});
export type PlateText = Static<typeof PlateText>;

/** One OCR result on one frame, with its alternatives. */
export const PlateRead = Type.Object({
  ...PlateText.properties,
  /** In pixels of the full frame or photograph. */
  boxXywhPx: BoxXywhPx,
  /** Height of the (rectified) plate in pixels, all lines. */
  heightPx: Type.Number(),
  /** Variance of the Laplacian of the crop's luma scaled to 48 px height; higher is sharper. */
  sharpness: Type.Number(),
});
export type PlateRead = Static<typeof PlateRead>;
