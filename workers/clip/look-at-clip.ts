import { cropFrame, type VideoFrame } from '../../pipeline/image/video-frame.ts';
import type { BoxXywhPx } from '../../pipeline/geometry/box.ts';
import { isVehicle } from '../../pipeline/objects/detection.ts';
import type { ClipHidingModels } from '../../pipeline/redact/hiding-models.ts';
import type { ClipMoment } from '../../pipeline/redact/plan-clip.ts';
import type { ClipFrame } from './clip-frames.ts';

/** Between two searches for text, at most; boxes are carried over the pictures between. */
const TEXT_EVERY_MS = 100;
/** Vehicles at least this wide are searched one by one as well. */
const SMALLEST_SEARCHED_PX = 96;
const FRAME_TEXT_LONG_SIDE_PX = 960;
const VEHICLE_TEXT_LONG_SIDE_PX = 448;

export interface ClipLook {
  readonly plates: boolean;
  readonly models: ClipHidingModels;
  /** Told the time of each picture that was looked at. */
  readonly onMoment: (atMs: number) => void;
}

/** People in every picture; text where plates are to be hidden, ten times a second. */
export async function lookAtClip(
  frames: AsyncIterable<ClipFrame>,
  { plates, models, onMoment }: ClipLook,
): Promise<readonly ClipMoment[]> {
  const moments: ClipMoment[] = [];
  let nextTextMs = -Infinity;
  for await (const { atMs, frame } of frames) {
    const { people, vehicles } = await findAll(frame, models);
    let text: readonly BoxXywhPx[] | null = null;
    if (plates && atMs >= nextTextMs) {
      text = await findText(frame, vehicles, models);
      nextTextMs = atMs + TEXT_EVERY_MS;
    }
    moments.push({ atMs, people, vehicles, text });
    onMoment(atMs);
  }
  return moments;
}

async function findAll(frame: VideoFrame, models: ClipHidingModels) {
  const { small } = frame;
  const scaleX = frame.widthPx / small.widthPx;
  const scaleY = frame.heightPx / small.heightPx;
  const inFrame = ([x, y, width, height]: BoxXywhPx): BoxXywhPx => [
    x * scaleX,
    y * scaleY,
    width * scaleX,
    height * scaleY,
  ];
  const { people, objects } = await models.findPeopleAndObjects(small);
  return {
    people: people.map(inFrame),
    vehicles: objects.flatMap((d) => (isVehicle(d.objectClass) ? [inFrame(d.boxXywhPx)] : [])),
  };
}

async function findText(
  frame: VideoFrame,
  vehicles: readonly BoxXywhPx[],
  models: ClipHidingModels,
): Promise<readonly BoxXywhPx[]> {
  const search = async (part: BoxXywhPx, longSidePx: number): Promise<BoxXywhPx[]> => {
    const picture = cropFrame(frame, part);
    if (picture.widthPx === 0 || picture.heightPx === 0) return [];
    const left = Math.max(0, Math.floor(part[0]));
    const top = Math.max(0, Math.floor(part[1]));
    const found = await models.findText(picture, longSidePx);
    return found.map(([x, y, width, height]) => [x + left, y + top, width, height]);
  };
  const near = vehicles.filter(([, , width]) => width >= SMALLEST_SEARCHED_PX);
  const all = await search([0, 0, frame.widthPx, frame.heightPx], FRAME_TEXT_LONG_SIDE_PX);
  for (const vehicle of near) all.push(...(await search(vehicle, VEHICLE_TEXT_LONG_SIDE_PX)));
  return all;
}
