import { Type } from 'typebox';
import { keeperPaths } from './client/keeper-folder.ts';
import { folderFile, type FolderFile } from './folder-file.ts';

/** Whether the site is one person's or several people's. */
const SiteModeFile = Type.Object({
  version: Type.Literal(1),
  /** When it became several people's, ISO 8601 in UTC; null: it is one person's. */
  twoPersonsSince: Type.Union([Type.String(), Type.Null()]),
});

export interface SiteMode {
  twoPersons(): boolean;
  /** For good: there is no call that turns it back. */
  requireTwoPersons(nowMs: number): Promise<void>;
}

export function openSiteMode(folder: string): SiteMode {
  const file: FolderFile<{ version: 1; twoPersonsSince: string | null }> = folderFile(
    keeperPaths(folder).siteMode,
    SiteModeFile,
    { version: 1, twoPersonsSince: null },
  );
  return {
    twoPersons: () => file.current().twoPersonsSince !== null,
    requireTwoPersons: (nowMs) =>
      file.change(({ twoPersonsSince }) => ({
        version: 1,
        twoPersonsSince: twoPersonsSince ?? new Date(nowMs).toISOString(),
      })),
  };
}
