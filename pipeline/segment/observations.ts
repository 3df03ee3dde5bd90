import { zonesOfBox, type Zone } from '../geometry/zones.ts';
import type { Observation } from '../track/tracker-state.ts';
import type { FrameFacts } from './segment-facts.ts';

/** What the tracker is told of a frame: its detections, then its loose plates, in the facts' order. */
export function observationsOf(
  facts: Pick<FrameFacts, 'detections' | 'loosePlates'>,
  segmentId: string,
): readonly Observation[] {
  const cropOf = (cropId: string | undefined) =>
    cropId === undefined ? {} : { crop: { segmentId, cropId } };
  return [
    ...facts.detections.map(({ cropId, ...detection }) => ({ ...detection, ...cropOf(cropId) })),
    ...facts.loosePlates.map(({ plate, cropId }) => ({
      objectClass: null,
      boxXywhPx: plate.boxXywhPx,
      score: plate.confidence,
      plate,
      ...cropOf(cropId),
    })),
  ];
}

/** The observations with the names of the zones that each stands in; a loose plate counts as its vehicle. */
export function inZones(
  observations: readonly Observation[],
  size: { readonly widthPx: number; readonly heightPx: number },
  zones: readonly Zone[],
): readonly Observation[] {
  if (zones.length === 0) return observations;
  return observations.map((observation) => ({
    ...observation,
    zones: zonesOfBox(observation.boxXywhPx, size, zones),
  }));
}
