import { Type, type Static } from 'typebox';
import { describeReason } from '../../pipeline/search/match-reason.ts';
import { roundConfidence } from '../../pipeline/round-confidence.ts';
import { ClockSourceAnswer } from '../clock-source-answer.ts';
import type { FoundSighting } from './plate-search.ts';

/** 0…1, four decimals. */
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** A plate seen by a camera, and why it matches; `wayside find --json` gives the same names. */
export const SightingAnswer = Type.Object({
  type: Type.Literal('sighting'),
  sightingId: Type.String(),
  plate: Type.Object({
    text: Type.String(),
    confidence: Share,
    characterConfidences: Type.Array(Share),
    region: Type.Union([Type.String(), Type.Null()]),
  }),
  match: Type.Object({
    /** 1 is character for character. */
    score: Share,
    /** In words, such as `8≈B at position 3`; empty for no difference. */
    reasons: Type.Array(Type.String()),
  }),
  camera: Type.String(),
  /** When the camera saw it, UTC. */
  capturedAt: Type.String(),
  clockSource: ClockSourceAnswer,
  /** Still in view when it was written down: plate and time may change until its track ends. */
  open: Type.Boolean(),
  trackId: Type.String(),
  segmentId: Type.String(),
  class: Type.String(),
  colour: Type.String(),
});
export type SightingAnswer = Static<typeof SightingAnswer>;

export function sightingAnswer({
  row,
  opened: { plate, match },
  isOpen,
}: FoundSighting): SightingAnswer {
  return {
    type: 'sighting',
    sightingId: row.id,
    plate: {
      text: plate.text,
      confidence: roundConfidence(plate.confidence),
      characterConfidences: plate.characters.map((c) => roundConfidence(c.confidence)),
      region: plate.region,
    },
    match: { score: roundConfidence(match.score), reasons: match.reasons.map(describeReason) },
    camera: row.cameraId,
    capturedAt: row.capturedAt.toISOString(),
    clockSource: row.clockSource,
    open: isOpen,
    trackId: row.trackId,
    segmentId: row.segmentId,
    class: row.objectClass,
    colour: row.colour,
  };
}
