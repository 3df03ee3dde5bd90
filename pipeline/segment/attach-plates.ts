import { areaPx, intersect, type BoxXywhPx } from '../geometry/box.ts';
import { associate } from '../track/associate.ts';

/** Share of the plate that must lie inside the vehicle's box. */
const MIN_INSIDE = 0.6;
/** Plates narrower than this share of the box belong to a vehicle behind or in front more likely. */
const MIN_WIDTH_SHARE = 0.07;

/**
 * The vehicle that each plate is on: its index, or -1 where no vehicle's box holds it. Boxes overlap
 * when one vehicle passes another, so every plate and every vehicle is used once, in the way that fits
 * best as a whole: a plate lies inside its vehicle, near the middle and low, and on the vehicle in front
 * (whose lower edge is lower). `conflicts` tells that the vehicle is known by another plate.
 */
export function attachPlates(
  plates: readonly BoxXywhPx[],
  vehicles: readonly BoxXywhPx[],
  conflicts: (plate: number, vehicle: number) => boolean = () => false,
): readonly number[] {
  const { columnOfRow } = associate(plates.length, vehicles.length, (plate, vehicle) =>
    conflicts(plate, vehicle) ? Infinity : misfit(plates[plate]!, vehicles[vehicle]!, vehicles),
  );
  return columnOfRow;
}

/** 0 (just where a plate should be) … 0.9; `Infinity`: not on this vehicle. */
function misfit(plate: BoxXywhPx, vehicle: BoxXywhPx, vehicles: readonly BoxXywhPx[]): number {
  const inside = areaPx(intersect(plate, vehicle)) / Math.max(1, areaPx(plate));
  if (inside < MIN_INSIDE) return Infinity;
  const across = (plate[0] + plate[2] / 2 - vehicle[0]) / vehicle[2];
  const down = (plate[1] + plate[3] / 2 - vehicle[1]) / vehicle[3];
  const lowest = Math.max(...vehicles.map((v) => v[1] + v[3]));
  const behind = Math.min(1, (lowest - vehicle[1] - vehicle[3]) / vehicle[3]);
  const tiny = plate[2] / vehicle[2] < MIN_WIDTH_SHARE ? 0.15 : 0;
  return (
    0.2 * (1 - inside) +
    0.5 * Math.abs(across - 0.5) +
    0.3 * Math.max(0, 0.55 - down) +
    0.15 * behind +
    tiny
  );
}
