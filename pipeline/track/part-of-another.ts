import { areaPx, intersect, iou } from '../geometry/box.ts';
import { isVehicle } from '../objects/detection.ts';
import type { Observation } from './tracker-state.ts';

/** A box this far inside a surer one of the same kind starts no track; a surely seen one may. */
const PART_INSIDE_SHARE = 0.85;
const PART_SCORE_SHARE = 1.2;
const TWIN_OVERLAP = 0.45;

/** A bonnet or a cab that was found within its own vehicle, or the vehicle once more, less surely. */
export function isPartOfAnother(part: Observation, observations: readonly Observation[]): boolean {
  const isVehicleBox = (o: Observation) => o.objectClass !== null && isVehicle(o.objectClass);
  if (!isVehicleBox(part)) return false;
  const area = areaPx(part.boxXywhPx);
  return observations.some((whole) => {
    if (whole === part || !isVehicleBox(whole)) return false;
    const common = areaPx(intersect(whole.boxXywhPx, part.boxXywhPx));
    const inside = areaPx(whole.boxXywhPx) > area && common > PART_INSIDE_SHARE * area;
    const twin = iou(whole.boxXywhPx, part.boxXywhPx) > TWIN_OVERLAP;
    return (
      (inside && whole.score > PART_SCORE_SHARE * part.score) || (twin && whole.score >= part.score)
    );
  });
}
