import { grow, iou, type BoxXywhPx } from '../geometry/box.ts';
import { cropFrame, type VideoFrame } from '../image/video-frame.ts';
import { sampleFrame } from '../image/sample-frame.ts';
import { vehicleColour } from '../appearance/vehicle-colour.ts';
import type { MotionGate } from '../motion/motion-gate.ts';
import { isVehicle, type ObjectDetector } from '../objects/detection.ts';
import type { Raster } from '../image/raster.ts';
import type { PlateRead } from '../plates/plate-reading.ts';
import { stepTracker } from '../track/step-tracker.ts';
import { EMPTY_TRACKER_STATE, type TrackerState } from '../track/tracker-state.ts';
import { attachPlates } from './attach-plates.ts';
import { lookAtFrames, type SeenFrame } from './look-at-frames.ts';
import { prefetch } from './prefetch.ts';
import { observationsOf } from './observations.ts';
import { ReadingPlan, type ReadingCandidate, type ReadingPlanOptions } from './reading-plan.ts';
import type { DetectionFact, FrameFacts } from './segment-facts.ts';
import { WholeFramePlan } from './whole-frame-plan.ts';

export interface SegmentModels {
  readonly objects: ObjectDetector;
  /** Plates in a picture, boxes in its pixels. */
  readonly readPlates: (picture: Raster, look: PlateLook) => Promise<readonly PlateRead[]>;
}

export interface PlateLook {
  /** The size at which the picture is looked at, longer side. */
  readonly longSidePx: number;
  /** Whether the picture is one vehicle's crop; a whole frame isn't. */
  readonly isVehicle: boolean;
  /** Reads less sure than this aren't given. */
  readonly minimumConfidence: number;
}

export interface DetectOptions {
  /** The camera looks at plates from near: every frame that moved is searched as a whole. */
  readonly plateCamera?: boolean;
  /** Size at which the lower part of a vehicle is searched for its plate. */
  readonly vehicleLongSidePx?: number;
  /** Size of the next look at a vehicle that the look before left unclear. */
  readonly closerLongSidePx?: number;
  /** Size at which a whole frame is. */
  readonly frameLongSidePx?: number;
  readonly reading?: Partial<ReadingPlanOptions>;
  /** The longest wait between looks at whole frames in which no vehicle is to be seen. */
  readonly longestFrameWaitMs?: number;
  readonly gate?: MotionGate;
  /** Told of each frame once nothing here or in the consumer's loop needs it any more. */
  readonly onDone?: (frame: VideoFrame) => void;
}

export interface DetectedFrame {
  readonly frame: VideoFrame;
  readonly facts: FrameFacts;
  /** For each detection: the object's number within this run; null: too unsure to be followed. */
  readonly numbers: readonly (number | null)[];
  /** The same for the loose plates, counted apart from the objects. */
  readonly looseNumbers: readonly (number | null)[];
}

/** What is asked of a detection before its plate and colour are looked at. */
const MIN_LOOK_SCORE = 0.25;
/** The upper part of a vehicle's box holds roof and windscreen, no plate. */
const PLATE_PART_FROM = 0.25;
const CROP_MARGIN = 0.04;
/**
 * Reads of a vehicle are kept down to this confidence: weak ones agree where they are right and scatter
 * where they are wrong, and its track gives no plate that they don't make sure together.
 */
const WEAK_READ = 0.05;
/** A plate without a vehicle starts a track of its own, so it has to be surer. */
const LOOSE_READ = 0.2;
/** A place where a plate was is looked at with this much around it, in widths of the plate. */
const PLATE_MARGIN_WIDTHS = 1;
const SAME_PLATE_IOU = 0.3;
const COLOUR_SAMPLE_PX = 28;
/**
 * Small keeps it cheap: of 175 photographs (eu, br, us) 127 plates were read at 320 px, 129 at 384 and
 * 132 at 448, for 16, 22 and 27 ms; a track makes up for it with its next read.
 */
const VEHICLE_LONG_SIDE_PX = 320;
const CLOSER_LONG_SIDE_PX = 448;
const FRAME_LONG_SIDE_PX = 640;
/**
 * Frames searched for objects while plates are read in an earlier one: some frames have many plates to
 * read and some none.
 */
export const FRAMES_AHEAD = 3;

/**
 * Frames in, facts out, one for one and in order: the motion gate, objects on the small copy, a tracker
 * for the time of this run that says whose plate still has to be read, plates from full resolution
 * within the budget of a frame, colours. Later frames are searched for objects while plates of one are
 * read. No frames: no facts.
 */
export async function* detectFrames(
  frames: AsyncIterable<VideoFrame>,
  models: SegmentModels,
  options: DetectOptions = {},
): AsyncGenerator<DetectedFrame, void, void> {
  const run = new DetectRun(models, options);
  const looked = lookAtFrames(frames, models.objects, options.gate);
  for await (const seen of prefetch(looked, FRAMES_AHEAD)) {
    yield await run.examine(seen);
    options.onDone?.(seen.frame);
  }
}

class DetectRun {
  readonly #models: SegmentModels;
  readonly #plan: ReadingPlan;
  readonly #wholeFrame: WholeFramePlan;
  readonly #vehicleLongSidePx: number;
  readonly #closerLongSidePx: number;
  readonly #frameLongSidePx: number;
  #objects: TrackerState = EMPTY_TRACKER_STATE;
  #loosePlates: TrackerState = EMPTY_TRACKER_STATE;

  constructor(models: SegmentModels, options: DetectOptions) {
    this.#models = models;
    this.#plan = new ReadingPlan(options.reading);
    this.#wholeFrame = new WholeFramePlan(options.plateCamera ?? false, options.longestFrameWaitMs);
    this.#vehicleLongSidePx = options.vehicleLongSidePx ?? VEHICLE_LONG_SIDE_PX;
    this.#closerLongSidePx = options.closerLongSidePx ?? CLOSER_LONG_SIDE_PX;
    this.#frameLongSidePx = options.frameLongSidePx ?? FRAME_LONG_SIDE_PX;
  }

  async examine({ frame, still, detections }: SeenFrame): Promise<DetectedFrame> {
    const { mediaMs, widthPx, heightPx } = frame;
    const moment = { atMs: mediaMs, still, widthPx, heightPx };
    const { state, numbers } = stepTracker(this.#objects, { ...moment, observations: detections });
    this.#objects = state;
    const vehicles = detections.flatMap(({ objectClass, score, boxXywhPx }, index) => {
      const number = numbers[index];
      const looked = isVehicle(objectClass) && score >= MIN_LOOK_SCORE && number != null;
      return looked ? [{ index, number, boxXywhPx }] : [];
    });
    const { plateOf, loose } = still
      ? { plateOf: new Map<number, PlateRead>(), loose: [] }
      : await this.#readPlates(frame, vehicles);
    const colourable = new Set(vehicles.map((v) => v.index));
    const facts = detections.map(({ objectClass, boxXywhPx, score }, index): DetectionFact => {
      const plate = plateOf.get(index);
      return {
        objectClass,
        boxXywhPx: [...boxXywhPx],
        score,
        ...(colourable.has(index) && {
          colour: vehicleColour(sampleFrame(frame, boxXywhPx, COLOUR_SAMPLE_PX)),
        }),
        ...(plate !== undefined && { plate }),
      };
    });
    const loosePlates = loose.map((plate) => ({ plate }));
    const stepped = stepTracker(this.#loosePlates, {
      ...moment,
      observations: observationsOf({ detections: [], loosePlates }, ''),
    });
    this.#loosePlates = stepped.state;
    return {
      frame,
      facts: { mediaMs, still, detections: facts, loosePlates },
      numbers,
      looseNumbers: stepped.numbers,
    };
  }

  /** Plates by index of the detection that they are on, and those that are on none. */
  async #readPlates(
    frame: VideoFrame,
    vehicles: readonly (ReadingCandidate & { readonly index: number })[],
  ): Promise<{ plateOf: Map<number, PlateRead>; loose: PlateRead[] }> {
    const { mediaMs } = frame;
    const chosen = this.#plan.choose(vehicles, mediaMs);
    // Side by side: one crop's lines are read while the next is searched for its own.
    const inVehicles = chosen.map(({ index, plateXywhPx, closer }) =>
      this.#readIn(frame, partOf(vehicles[index]!.boxXywhPx, plateXywhPx), {
        longSidePx:
          closer && plateXywhPx === null ? this.#closerLongSidePx : this.#vehicleLongSidePx,
        isVehicle: true,
        minimumConfidence: WEAK_READ,
      }),
    );
    const found = (await Promise.all(inVehicles)).flat();
    if (this.#wholeFrame.isDue(mediaMs, vehicles.length)) {
      const all: BoxXywhPx = [0, 0, frame.widthPx, frame.heightPx];
      const inFrame = await this.#readIn(frame, all, {
        longSidePx: this.#frameLongSidePx,
        isVehicle: false,
        minimumConfidence: LOOSE_READ,
      });
      this.#wholeFrame.note(mediaMs, inFrame.length > 0);
      found.push(...inFrame);
    }
    const plates = onePerPlace(found);
    const vehicleOf = attachPlates(
      plates.map((plate) => plate.boxXywhPx),
      vehicles.map((v) => v.boxXywhPx),
      (plate, vehicle) => this.#plan.conflicts(vehicles[vehicle]!.number, plates[plate]!),
    );
    const plateOf = new Map<number, PlateRead>();
    const loose: PlateRead[] = [];
    plates.forEach((plate, i) => {
      const vehicle = vehicles[vehicleOf[i]!];
      if (vehicle !== undefined) plateOf.set(vehicle.index, plate);
      else if (plate.confidence >= LOOSE_READ) loose.push(plate);
    });
    vehicles.forEach((vehicle, i) => {
      const plate = plateOf.get(vehicle.index) ?? null;
      if (plate !== null || chosen.some(({ index }) => index === i))
        this.#plan.note(vehicle, mediaMs, plate);
    });
    return { plateOf, loose };
  }

  /** Plates inside a part of the frame, in pixels of the frame. */
  async #readIn(frame: VideoFrame, part: BoxXywhPx, look: PlateLook): Promise<PlateRead[]> {
    const crop = cropFrame(frame, part);
    if (crop.widthPx === 0 || crop.heightPx === 0) return [];
    const left = Math.max(0, Math.floor(part[0]));
    const top = Math.max(0, Math.floor(part[1]));
    const reads = await this.#models.readPlates(crop, look);
    return reads.map(({ boxXywhPx: [x, y, width, height], ...read }) => ({
      ...read,
      boxXywhPx: [x + left, y + top, width, height],
    }));
  }
}

/** Where to look on a vehicle: around the place where its plate was, else the lower part. */
function partOf(vehicle: BoxXywhPx, plate: BoxXywhPx | null): BoxXywhPx {
  if (plate !== null) return around(plate);
  const [x, y, width, height] = grow(vehicle, CROP_MARGIN);
  return [x, y + height * PLATE_PART_FROM, width, height * (1 - PLATE_PART_FROM)];
}

function around([x, y, width, height]: BoxXywhPx): BoxXywhPx {
  const sideways = width * PLATE_MARGIN_WIDTHS;
  const upDown = (width * (1 + 2 * PLATE_MARGIN_WIDTHS)) / 4 - height / 2;
  return [
    x - sideways,
    y - Math.max(upDown, height),
    width + 2 * sideways,
    height + 2 * Math.max(upDown, height),
  ];
}

/** Neighbouring crops overlap, so a plate may have been read twice: the surer read stays. */
function onePerPlace(reads: readonly PlateRead[]): PlateRead[] {
  const kept: PlateRead[] = [];
  for (const read of [...reads].sort((a, b) => b.confidence - a.confidence)) {
    if (!kept.some((k) => iou(k.boxXywhPx, read.boxXywhPx) > SAME_PLATE_IOU)) kept.push(read);
  }
  return kept;
}
