import type { Kysely } from 'kysely';
import { WaysideError } from '../../pipeline/errors.ts';
import { difference, union, type Span } from '../../pipeline/time/span.ts';
import { windowsOf } from '../../pipeline/time/time-of-day.ts';
import { DIRECTIONS, TRACK_CLASSES } from '../../pipeline/track-search/track-cell.ts';
import {
  directionsAround,
  type Heading,
  type TraitFilter,
} from '../../pipeline/track-search/trait-filter.ts';
import { listCameras } from '../../store/cameras.ts';
import type { KeptFrom } from '../../store/retention/kept-from.ts';
import type { Schema } from '../../store/schema.ts';
import { WHOLE_PICTURE } from '../../store/track-counts/count-tracks.ts';
import type { FineFilter } from '../../store/track-search/track-filter.ts';
import { spanOf } from '../moment.ts';
import { camerasInArea } from './cameras-in-area.ts';
import type { TrackSearchRequest } from './track-search-request.ts';

/** A track search that was understood: cameras found, times in UTC, nothing that has expired. */
export interface TrackQuestion {
  /** As asked. */
  readonly span: Span;
  readonly cameraIds: readonly string[];
  /** In order and apart. */
  readonly spans: readonly Span[];
  /** First moment of each camera that may be shown; the start of a UTC day. */
  readonly keptFromMs: ReadonlyMap<string, number>;
  readonly traits: TraitFilter;
  readonly fine: FineFilter | null;
  /** Empty: the whole picture. */
  readonly zone: string;
}

const MOST_DAYS = 400;

/**
 * Persons are listed of one camera at a time only: a list over several would be a trail of somebody's
 * way. They are counted wherever vehicles are.
 */
export function listsPersons({ cameraIds }: Pick<TrackQuestion, 'cameraIds'>): boolean {
  return cameraIds.length === 1;
}

/** What may be listed: without persons where those aren't. */
export function listedTraits(question: TrackQuestion): TraitFilter {
  if (listsPersons(question)) return question.traits;
  const asked = question.traits.objectClass ?? new Set(TRACK_CLASSES);
  const objectClass = new Set([...asked].filter((name) => name !== 'person'));
  return { ...question.traits, objectClass };
}

/** @throws WaysideError TIME_INVALID, CAMERA_UNKNOWN, USAGE */
export async function trackQuestion(
  db: Kysely<Schema>,
  request: TrackSearchRequest,
  keptFrom: KeptFrom,
): Promise<TrackQuestion> {
  const span = spanOf(request, MOST_DAYS);
  const cameraIds = await camerasOf(db, request);
  const keptFromMs = new Map(cameraIds.map((id) => [id, Date.parse(`${keptFrom(id)}T00:00:00Z`)]));
  const oldestMs = Math.min(...keptFromMs.values());
  const asked = request.timeOfDay === undefined ? [span] : windowsOf(span, request.timeOfDay);
  const spans = difference(union(asked), [{ startMs: -Infinity, endMs: oldestMs }]);
  const { zones = [], minDurationMs = null } = request;
  if (zones.length > 0 && request.cameras?.length !== 1) {
    throw new WaysideError('USAGE', 'zones belong to a camera: ask for one camera with them');
  }
  const { direction, headings } = directionsOf(request.directions);
  const anyZone = zones.length > 1 ? zones : null;
  const isFine = headings !== null || anyZone !== null || minDurationMs !== null;
  return {
    span,
    cameraIds,
    spans,
    keptFromMs,
    traits: {
      objectClass: setOf(request.classes),
      colour: setOf(request.colours),
      direction,
      hasPlate: request.hasPlate === undefined ? null : new Set([request.hasPlate]),
    },
    fine: isFine ? { headings, anyZone, minDurationMs } : null,
    zone: zones.length === 1 ? zones[0]! : WHOLE_PICTURE,
  };
}

async function camerasOf(
  db: Kysely<Schema>,
  { cameras: asked, area }: TrackSearchRequest,
): Promise<string[]> {
  const known = await listCameras(db);
  const ids = new Set(known.map(({ id }) => id));
  const missingAt = asked?.findIndex((id) => !ids.has(id)) ?? -1;
  if (missingAt !== -1) {
    throw new WaysideError('CAMERA_UNKNOWN', 'there is no camera of this name', {
      details: { place: `cameras/${missingAt}` },
    });
  }
  const named = asked === undefined ? known : known.filter(({ id }) => asked.includes(id));
  return (area === undefined ? named : camerasInArea(named, area)).map(({ id }) => id);
}

/** Headings in degrees need the rows; the eighths around them tell where to look. */
function directionsOf(asked: TrackSearchRequest['directions']): {
  direction: TraitFilter['direction'];
  headings: readonly Heading[] | null;
} {
  if (asked === undefined) return { direction: null, headings: null };
  const names = asked.filter((direction) => typeof direction === 'string');
  const headings = asked.filter((direction) => typeof direction !== 'string');
  if (headings.length > 0 && names.length > 0) {
    throw new WaysideError('USAGE', 'give directions either by name or in degrees');
  }
  const around = headings.flatMap((heading) => [...directionsAround(heading)]);
  const direction = new Set(DIRECTIONS.filter((name) => [...names, ...around].includes(name)));
  return { direction, headings: headings.length > 0 ? headings : null };
}

function setOf<T>(values: readonly T[] | undefined): ReadonlySet<T> | null {
  return values === undefined ? null : new Set(values);
}
