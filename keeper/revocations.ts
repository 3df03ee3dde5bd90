import { Type, type Static } from 'typebox';
import { keeperPaths } from './client/keeper-folder.ts';
import { folderFile } from './folder-file.ts';

/** Grants that are refused though their signature is right. */
const RevocationsFile = Type.Object({
  version: Type.Literal(1),
  grants: Type.Array(
    Type.Object({
      id: Type.String(),
      /** From then on the grant has expired by itself, whenever it was signed. */
      dropAtMs: Type.Integer(),
    }),
  ),
});
type RevocationsFile = Static<typeof RevocationsFile>;

/**
 * In the keeper's folder, so that whoever may write the database can't bring a grant back. The keeper,
 * not the caller, says how long an entry stays: as long as a grant signed now could live.
 */
export interface Revocations {
  has(grantId: string): boolean;
  add(grantId: string, nowMs: number, maxGrantMs: number): Promise<void>;
}

/** For clocks that differ. */
const SLACK_MS = 3_600_000;

export function openRevocations(folder: string): Revocations {
  const file = folderFile(keeperPaths(folder).revocations, RevocationsFile, {
    version: 1,
    grants: [],
  });
  let indexed: { from: RevocationsFile; ids: ReadonlySet<string> } | null = null;
  return {
    has(grantId) {
      const contents = file.current();
      if (indexed?.from !== contents) {
        indexed = { from: contents, ids: new Set(contents.grants.map(({ id }) => id)) };
      }
      return indexed.ids.has(grantId);
    },
    add: (grantId, nowMs, maxGrantMs) =>
      file.change(({ grants }) => ({
        version: 1,
        grants: [
          ...grants.filter(({ id, dropAtMs }) => id !== grantId && dropAtMs > nowMs),
          { id: grantId, dropAtMs: nowMs + maxGrantMs + SLACK_MS },
        ],
      })),
  };
}
