import { shownAddress } from '../../pipeline/live/stream-address.ts';
import type { CameraFile } from './camera-file.ts';
import { wholeVariable } from './variables.ts';

/** What the `camera` table gets of a camera of the file. */
export interface CameraParticulars {
  readonly id: string;
  readonly region: string;
  readonly occasion: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly headingDeg: number | null;
  readonly analysisFps: number | null;
  readonly zones: NonNullable<CameraFile['zones']>;
  readonly lines: NonNullable<CameraFile['lines']>;
  readonly masks: NonNullable<CameraFile['masks']>;
  /** Without name and password. */
  readonly streamAddress: string;
}

/**
 * By the file alone, without any secret that it refers to.
 * @param defaultRegion where the camera names none
 * @param streamAddress as it may be shown; left out, as it is written, without name and password
 */
export function cameraParticulars(
  camera: CameraFile,
  defaultRegion: string,
  streamAddress = writtenAddress(camera.url),
): CameraParticulars {
  const { name, occasion, place, regions } = camera;
  return {
    ...{ id: name, occasion, streamAddress },
    region: [regions ?? defaultRegion].flat().join(','),
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    headingDeg: place?.heading ?? null,
    analysisFps: camera.analysisFps ?? null,
    zones: camera.zones ?? [],
    lines: camera.lines ?? [],
    masks: camera.masks ?? [],
  };
}

function writtenAddress(url: string): string {
  return wholeVariable(url) === null ? shownAddress(url) : url;
}
