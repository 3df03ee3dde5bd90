import type { BoxXywhPx } from '../geometry/box.ts';
import type { Raster } from '../image/raster.ts';

export const OBJECT_CLASSES = ['car', 'bus', 'truck', 'motorcycle', 'bicycle', 'person'] as const;
export type ObjectClass = (typeof OBJECT_CLASSES)[number];

/** Classes that carry plates. A person is only ever an anonymous box. */
export const VEHICLE_CLASSES = [
  'car',
  'bus',
  'truck',
  'motorcycle',
] as const satisfies readonly ObjectClass[];
export type VehicleClass = (typeof VEHICLE_CLASSES)[number];

export function isVehicle(objectClass: ObjectClass): objectClass is VehicleClass {
  return (VEHICLE_CLASSES as readonly ObjectClass[]).includes(objectClass);
}

/** One box in one frame. */
export interface Detection {
  readonly objectClass: ObjectClass;
  /** In pixels of the picture that was given to the detector, or of the full frame where stated. */
  readonly boxXywhPx: BoxXywhPx;
  /** 0…1 */
  readonly score: number;
}

/** Finds objects in a picture of any size. No objects: an empty list. Best first. */
export interface ObjectDetector {
  detect(picture: Raster): Promise<readonly Detection[]>;
}
