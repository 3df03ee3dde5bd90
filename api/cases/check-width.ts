import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { planQuery } from '../../pipeline/search/query-plan.ts';
import { listCameras } from '../../store/cameras.ts';
import type { Schema } from '../../store/schema.ts';
import { countSightings } from '../../store/sightings/count-sightings.ts';
import { estimateSightings } from '../../store/sightings/estimate-sightings.ts';
import type { SearchLimits } from '../search/search-config.ts';
import { expectedMatches, knownCharactersOf } from './estimate-matches.ts';
import type { GrantEstimate, RequestedScope } from './grant-scope.ts';

type Scope = Pick<RequestedScope, 'plates' | 'cameras' | 'fromMs' | 'toMs' | 'footage'>;

const HOUR_MS = 3_600_000;

/**
 * How much a grant would show, refused where that is more than the site allows: a plate is looked for,
 * not a crowd. Throws PATTERN_TOO_WIDE naming the number, PATTERN_INVALID, CAMERA_UNKNOWN.
 */
export async function checkWidth(
  db: Kysely<Schema>,
  scope: Scope,
  limits: SearchLimits,
): Promise<GrantEstimate> {
  const span = { from: new Date(scope.fromMs), until: new Date(scope.toMs) };
  const reads =
    scope.cameras === 'all'
      ? await estimateSightings(db, span)
      : await countSightings(db, { ...span, cameraIds: scope.cameras });
  for (const [index, query] of scope.plates.entries()) {
    const { known, whole } = knownCharactersOf(query);
    if (!whole && known < limits.leastKnownCharacters) {
      const matches = expectedMatches([query], reads);
      throw tooWide(
        `of the ${reads} plates read there pattern ${index + 1} would match about ${matches}, and it has ${known} known characters, ${limits.leastKnownCharacters} at least`,
        {
          pattern: index + 1,
          known,
          atLeast: limits.leastKnownCharacters,
          expectedMatches: matches,
          reads,
        },
      );
    }
  }
  const cameras = await camerasOf(db, scope);
  const scans = scope.plates.some((query) => planQuery(parsePlateQuery(query)).scan);
  if (scans || scope.footage === 'all') {
    const cameraHours = Math.ceil((cameras * (scope.toMs - scope.fromMs)) / HOUR_MS);
    if (cameraHours > limits.mostScanCameraHours) {
      throw tooWide(
        `it looks at ${cameraHours} hours of cameras, ${limits.mostScanCameraHours} at most`,
        { cameraHours, atMost: limits.mostScanCameraHours },
      );
    }
  }
  const matches = expectedMatches(scope.plates, reads);
  if (matches > limits.mostExpectedMatches) {
    throw tooWide(
      `of the ${reads} plates read there it would match about ${matches}, ${limits.mostExpectedMatches} at most`,
      { expectedMatches: matches, reads, atMost: limits.mostExpectedMatches },
    );
  }
  return { reads, expectedMatches: matches };
}

async function camerasOf(db: Kysely<Schema>, { cameras }: Scope): Promise<number> {
  const known = await listCameras(db);
  if (cameras === 'all') return known.length;
  const ids = new Set(known.map(({ id }) => id));
  const unknownAt = cameras.findIndex((id) => !ids.has(id));
  if (unknownAt !== -1) {
    throw new WaysideError('CAMERA_UNKNOWN', 'there is no camera of this name', {
      details: { place: `cameras/${unknownAt}` },
    });
  }
  return cameras.length;
}

function tooWide(why: string, details: Record<string, unknown>): WaysideError {
  return new WaysideError('PATTERN_TOO_WIDE', `the grant is too wide: ${why}`, { details });
}
