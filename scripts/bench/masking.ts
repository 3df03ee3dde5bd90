import { join } from 'node:path';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { hidingModels } from '../../models/hiding-models.ts';
import { loadRecognisers, type Recognisers } from '../../models/recognisers.ts';
import { areaPx, centreOf, grow, type BoxXywhPx } from '../../pipeline/geometry/box.ts';
import { fitLongSide } from '../../pipeline/image/fit.ts';
import { cropRaster, type Raster } from '../../pipeline/image/raster.ts';
import { resizeRaster } from '../../pipeline/image/resize.ts';
import { isVehicle } from '../../pipeline/objects/detection.ts';
import { printedAlike } from '../../pipeline/grammar/characters.ts';
import { readPlates } from '../../pipeline/plates/read-plates.ts';
import { redact } from '../../pipeline/redact/fill.ts';
import { planMaskedCrop } from '../../pipeline/redact/plan-crop.ts';
import { subtractBox } from '../../pipeline/redact/subtract-box.ts';
import { readPhotograph } from '../../workers/media/photograph.ts';
import { labelledSets, type LabelledSet } from './accuracy-labels.ts';

const LOOKED_AT_SCORE = 0.25;
const MARGIN = 0.06;
const LONG_SIDE_PX = 720;
const TEXT_LONG_SIDE_PX = 960;
const COVERED = 0.9;

/**
 * `masking DIR… [--images N] [--json]`: labelled plates left visible in the masked pictures of vehicles,
 * as if no plate had been read in them before.
 */
export async function maskingBench(args: readonly string[]): Promise<void> {
  await new Command('masking')
    .argument('<dir...>', 'sets, or folders of sets: photographs with a labels.jsonl')
    .option('--images <n>', 'of each set, at most', '60')
    .option('--json', 'JSON lines', false)
    .action(async (folders: string[], { images, json }: { images: string; json: boolean }) => {
      const output = createOutput(json);
      const models = await loadRecognisers({ threads: 1 });
      for (const set of (await Promise.all(folders.map(labelledSets))).flat()) {
        const figures = await measure(set, Number(images), models);
        const { crops, uncovered, read, filled } = figures;
        output.result(
          { type: 'masking', set: set.name, ...figures },
          `${set.name}: ${crops} pictures of vehicles with a labelled plate; in ${uncovered.length} less ` +
            `than 90% of it filled, in ${read.length} still read; ${(filled * 100).toFixed(1)}% filled`,
        );
      }
    })
    .parseAsync([...args], { from: 'user' });
}

async function measure(set: LabelledSet, most: number, models: Recognisers) {
  const hiding = hidingModels(models.objects, models.localiser);
  const uncovered: string[] = [];
  const read: string[] = [];
  const shares: number[] = [];
  for (const { image, plates } of set.images.slice(0, most)) {
    const picture = await readPhotograph(join(set.folder, image));
    const found = await models.objects.detect(picture);
    for (const vehicle of found.filter((d) => isVehicle(d.objectClass))) {
      if (vehicle.score < LOOKED_AT_SCORE) continue;
      const plate = plates.find((p) => p.box_xywh_px && holds(vehicle.boxXywhPx, p.box_xywh_px));
      if (plate?.box_xywh_px === undefined) continue;
      const crop = cutOut(picture, vehicle.boxXywhPx);
      const record = planMaskedCrop({
        widthPx: crop.picture.widthPx,
        heightPx: crop.picture.heightPx,
        detectors: hiding.detectors,
        people: await hiding.findPeople(crop.picture),
        own: { boxXywhPx: crop.inCrop(vehicle.boxXywhPx), plate: null },
        ownLoosePlate: null,
        otherVehicles: [],
        otherPlates: [],
        text: await hiding.findText(crop.picture, TEXT_LONG_SIDE_PX),
      });
      const masks = record.hidden.map(({ boxXywhPx }) => boxXywhPx);
      const label = crop.inCrop(plate.box_xywh_px);
      if (1 - leftShare(label, masks) < COVERED) uncovered.push(image);
      shares.push(1 - leftShare([0, 0, record.widthPx, record.heightPx], masks));
      const reads = await readPlates(redact(crop.picture, record), models, {
        longSidePx: 640,
        minimumConfidence: 0.05,
      });
      const shown = printedAlike(plate.text);
      if (reads.some(({ text }) => printedAlike(text) === shown)) read.push(image);
    }
  }
  const filled = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  return { crops: shares.length, uncovered, read, filled };
}

function cutOut(picture: Raster, vehicle: BoxXywhPx) {
  const box = grow(vehicle, MARGIN);
  const whole = cropRaster(picture, box);
  const { widthPx, heightPx } = fitLongSide(whole, LONG_SIDE_PX);
  const isLarge = Math.max(whole.widthPx, whole.heightPx) > LONG_SIDE_PX;
  const shown = isLarge ? resizeRaster(whole, widthPx, heightPx) : whole;
  const scale = shown.widthPx / whole.widthPx;
  const left = Math.max(0, Math.floor(box[0]));
  const top = Math.max(0, Math.floor(box[1]));
  return {
    picture: shown,
    inCrop: ([x, y, width, height]: BoxXywhPx): BoxXywhPx => [
      (x - left) * scale,
      (y - top) * scale,
      width * scale,
      height * scale,
    ],
  };
}

function holds([x, y, width, height]: BoxXywhPx, inner: BoxXywhPx): boolean {
  const [cx, cy] = centreOf(inner);
  return cx > x && cx < x + width && cy > y && cy < y + height;
}

function leftShare(box: BoxXywhPx, masks: readonly BoxXywhPx[]): number {
  let left: BoxXywhPx[] = [box];
  for (const mask of masks) left = left.flatMap((part) => subtractBox(part, mask));
  return left.reduce((sum, part) => sum + areaPx(part), 0) / Math.max(1, areaPx(box));
}
