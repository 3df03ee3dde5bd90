import type { SceneTruth } from '../fixtures/scene-truth.ts';

/** One time a vehicle passed one camera with its plate in view. */
export interface Pass {
  readonly camera: string;
  readonly plate: string;
  readonly region: string;
  readonly from: Date;
  readonly until: Date;
}

export interface PlateSeen {
  readonly sightingId: string;
  readonly camera: string;
  readonly capturedAt: Date;
}

export interface DemoScore {
  readonly found: readonly { readonly pass: Pass; readonly seen: PlateSeen }[];
  readonly missed: readonly Pass[];
  /** Sightings of the demo that are no plate of the truth. */
  readonly falsePlates: number;
}

/** The passes that a camera's truth holds; vehicles whose plate is never wholly in view have none. */
export function passesOf(camera: string, startedAt: Date, truth: SceneTruth): Pass[] {
  return truth.vehicles
    .filter(({ moments }) => moments.some(({ plateXywhPx }) => plateXywhPx !== null))
    .map(({ plate, region, entryMs, exitMs }) => ({
      camera,
      plate,
      region,
      from: new Date(startedAt.getTime() + entryMs),
      until: new Date(startedAt.getTime() + exitMs),
    }));
}

/**
 * What was found of the truth. A pass is found when its plate was seen by its camera while the vehicle
 * was there; `sightings` is how many the demo left in all.
 */
export function scoreDemo(
  passes: readonly Pass[],
  seenByPlate: ReadonlyMap<string, readonly PlateSeen[]>,
  sightings: number,
): DemoScore {
  const found: { pass: Pass; seen: PlateSeen }[] = [];
  const missed: Pass[] = [];
  const used = new Set<string>();
  for (const pass of passes) {
    const seen = (seenByPlate.get(pass.plate) ?? []).filter(
      ({ camera, capturedAt }) =>
        camera === pass.camera && capturedAt >= pass.from && capturedAt <= pass.until,
    );
    if (seen[0] === undefined) missed.push(pass);
    else found.push({ pass, seen: seen[0] });
    for (const { sightingId } of seen) used.add(sightingId);
  }
  return { found, missed, falsePlates: sightings - used.size };
}
