import { isEstablished, toTrack, type Track } from './track.ts';
import type { ToldTrack, TrackedObject, TrackerState } from './tracker-state.ts';

/** A track in view of which something new is to be told. */
export interface OpenTrack {
  readonly track: Track;
  /** Its plate or its best moment differs from what was told; else only its time went on. */
  readonly isPlateNew: boolean;
}

export interface ToldTracks {
  /** The state with what is told now noted in it. */
  readonly state: TrackerState;
  /** By number. */
  readonly open: readonly OpenTrack[];
}

/** Of a track that stands there unchanged, the time is told so often. */
export const RETELL_AFTER_MS = 60_000;
/** A change of confidence smaller than this isn't worth telling before the track ends. */
const CONFIDENCE_STEP = 0.02;

/**
 * What is to be told of tracks that are still in view: those with a plate, from the first time on that
 * they have one, and only what changed since it was told last. A track that was told is told of until it
 * ends, also when its plate turned out to be too doubtful. No tracks, or none with a plate: none.
 */
export function tellOpenTracks(state: TrackerState): ToldTracks {
  const open: OpenTrack[] = [];
  const tracks = state.tracks.map((object) => {
    const told = news(object);
    if (told === null) return object;
    open.push(told);
    return { ...object, told: noteOf(told.track) };
  });
  open.sort((a, b) => a.track.number - b.track.number);
  return { state: { ...state, tracks }, open };
}

function news(object: TrackedObject): OpenTrack | null {
  if (object.told === undefined && (object.reads.length === 0 || !isEstablished(object))) {
    return null;
  }
  const track = toTrack(object);
  const { told } = object;
  if (told === undefined) return track.plate === null ? null : { track, isPlateNew: true };
  if (isPlateNew(track, told)) return { track, isPlateNew: true };
  return track.lastMs - told.lastMs >= RETELL_AFTER_MS ? { track, isPlateNew: false } : null;
}

function isPlateNew({ plate, bestMs }: Track, told: ToldTrack): boolean {
  if (plate === null || told.plate === null) return plate !== told.plate;
  return (
    plate.text !== told.plate.text ||
    Math.abs(plate.confidence - told.plate.confidence) >= CONFIDENCE_STEP ||
    bestMs !== told.bestMs
  );
}

function noteOf({ lastMs, bestMs, plate }: Track): ToldTrack {
  return {
    lastMs,
    bestMs,
    plate: plate === null ? null : { text: plate.text, confidence: plate.confidence },
  };
}
