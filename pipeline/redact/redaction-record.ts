import { Type, type Static } from 'typebox';

/** How pictures are redacted; another way of filling or planning is another name. */
export const REDACTION_METHOD = 'solid-fill-1';

/** `mask`: filled because a plate may be there, not because one was found. */
export const HIDDEN_KINDS = ['person', 'plate', 'mask'] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

const Pixels = Type.Integer({ minimum: 0 });
/** On whole pixels of the picture that leaves. */
export const FilledBox = Type.Tuple([Pixels, Pixels, Pixels, Pixels]);
export type FilledBox = Static<typeof FilledBox>;

export const HiddenBox = Type.Object({
  kind: Type.Enum([...HIDDEN_KINDS]),
  boxXywhPx: FilledBox,
});
export type HiddenBox = Static<typeof HiddenBox>;

/** A model that looked for what has to be hidden. */
export const HidingDetector = Type.Object({
  name: Type.String(),
  /** Of its weights, lower-case hexadecimal, as in `models/manifest.json`. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type HidingDetector = Static<typeof HidingDetector>;

const common = {
  version: Type.Literal(1),
  method: Type.Literal(REDACTION_METHOD),
  detectors: Type.Array(HidingDetector),
  /** By how much boxes were grown on every side, in shares of their size and of a plate's height. */
  margins: Type.Object({ person: Type.Number(), plate: Type.Number() }),
  widthPx: Pixels,
  heightPx: Pixels,
  /** False only where a grant that says so unmasked them. */
  peopleHidden: Type.Boolean(),
  /** Names of the camera's masks, filled before anything was looked for; absent: it had none. */
  privacyMasks: Type.Optional(Type.Array(Type.String())),
};

const Fraction = Type.Number({ minimum: 0, maximum: 1 });
export const PicturePart = Type.Tuple([Fraction, Fraction, Fraction, Fraction]);
export type PicturePart = Static<typeof PicturePart>;

/** What was filled in one picture before it left. Filling it again changes nothing. */
export const PictureRedaction = Type.Object({
  ...common,
  hidden: Type.Array(HiddenBox),
  /** Plates that were found and left as they are. */
  visiblePlates: Type.Array(FilledBox),
  /**
   * Which part of the camera's picture it shows: left, top, width and height as fractions of that. Masks
   * that come later are filled by it. Absent: made before this was recorded.
   */
  part: Type.Optional(PicturePart),
});
export type PictureRedaction = Static<typeof PictureRedaction>;

/** `[index in HIDDEN_KINDS, x, y, width, height]`: a clip has thousands. */
const ClipBox = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: HIDDEN_KINDS.length - 1 }),
  Pixels,
  Pixels,
  Pixels,
  Pixels,
]);
export type ClipBox = Static<typeof ClipBox>;

/** What was filled in each picture of a clip. */
export const ClipRedaction = Type.Object({
  ...common,
  /** `granted`: those of the sightings that the clip was asked for; `all`: unmasked. */
  platesVisible: Type.Enum(['none', 'granted', 'all']),
  /** One a picture of the clip, in order. */
  frames: Type.Array(
    Type.Object({
      /** When the camera saw it, milliseconds since the Unix epoch. */
      atMs: Type.Number(),
      hidden: Type.Array(ClipBox),
      visiblePlates: Type.Array(FilledBox),
    }),
  ),
});
export type ClipRedaction = Static<typeof ClipRedaction>;

/** The record with the masks that were filled before; none: as it is. */
export function withMasks<T extends PictureRedaction | ClipRedaction>(
  record: T,
  masks: readonly { readonly name: string }[],
): T {
  if (masks.length === 0) return record;
  return { ...record, privacyMasks: [...new Set(masks.map(({ name }) => name))] };
}

export const RedactionRecord = Type.Union([PictureRedaction, ClipRedaction]);
export type RedactionRecord = Static<typeof RedactionRecord>;
