import type { Kysely } from 'kysely';
import {
  coverageOf,
  coverageTotals,
  type CoverageKind,
  type CoveragePart,
} from '../../pipeline/coverage/coverage.ts';
import type { Span } from '../../pipeline/time/span.ts';
import type { KeptFrom } from '../retention/kept-from.ts';
import type { Schema } from '../schema.ts';
import { readCoverage } from './read-coverage.ts';

export interface CameraCoverage {
  readonly cameraId: string;
  /** End to end over the whole span. */
  readonly parts: readonly CoveragePart[];
  readonly totalsMs: Readonly<Record<CoverageKind, number>>;
}

/** @param keptFrom of footage: what is older is told as expired */
export async function cameraCoverage(
  db: Kysely<Schema>,
  cameraId: string,
  span: Span,
  keptFrom: KeptFrom,
): Promise<CameraCoverage> {
  const runs = await readCoverage(db, cameraId, span);
  const keptFromMs = Date.parse(`${keptFrom(cameraId)}T00:00:00Z`);
  const parts = coverageOf(span, { runs, keptFromMs });
  return { cameraId, parts, totalsMs: coverageTotals(parts) };
}
