import type { AskedBy } from '../../../keeper/client/asked-by.ts';
import type { SignedGrant } from '../../../keeper/client/grant.ts';
import type { KeeperClient } from '../../../keeper/client/keeper-client.ts';
import type { ExpectedPass } from './expected-passes.ts';
import type { SeenSighting } from './watch-index.ts';

export interface GrantedKeeper {
  readonly keeper: Pick<KeeperClient, 'openRows'>;
  readonly by: AskedBy;
  /** Covers the pass's plate, camera and time. */
  readonly grantOf: (plate: string) => SignedGrant;
}

/** A pass and the first row in which a search for its plate could find it; null: none. */
export interface PassRead {
  readonly pass: ExpectedPass;
  readonly sighting: SeenSighting | null;
  /** Whether that row has the plate to the letter, not only one that looks alike (0 and O). */
  readonly isExact: boolean;
}

/** The tracker's times may lie a little outside the scene's. */
const MARGIN_MS = 500;

/** What the index held of each pass, as the keeper opens it under a grant for its plate. */
export async function readPasses(
  passes: readonly ExpectedPass[],
  seen: readonly SeenSighting[],
  { keeper, by, grantOf }: GrantedKeeper,
): Promise<PassRead[]> {
  const reads: PassRead[] = [];
  for (const pass of passes) {
    const { cameraId, plate, entryMs, exitMs } = pass;
    const versions = seen.filter(
      (row) =>
        row.cameraId === cameraId &&
        row.capturedAtMs >= entryMs - MARGIN_MS &&
        row.capturedAtMs <= exitMs + MARGIN_MS,
    );
    let found: Omit<PassRead, 'pass'> = { sighting: null, isExact: false };
    // One at a time, as it was seen: an id stands for all versions of its row.
    for (const sighting of versions) {
      const { id, capturedAtMs, sealed } = sighting;
      const { rows } = await keeper.openRows({
        by,
        grant: grantOf(plate),
        query: { pattern: plate, wrongCharacters: 0, partial: false },
        rows: [{ id, cameraId, capturedAtMs, sealed }],
      });
      const [opened] = rows;
      if (opened === undefined) continue;
      found = { sighting, isExact: opened.plate.text === plate };
      break;
    }
    reads.push({ pass, ...found });
  }
  return reads;
}
