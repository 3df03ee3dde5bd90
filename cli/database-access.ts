import { openDatabase } from '../store/database.ts';
import { openEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { arrangeRights } from '../store/rights/arrange-rights.ts';
import type { Config } from './config.ts';

/** Ways into the one database, each with the rights of who uses it. With passwords: never log them. */
export interface DatabaseAccess {
  /** API, workers and, unless they run elsewhere, jobs. */
  readonly applicationUrl: string;
  /** Adds to the audit log. */
  readonly keeperUrl: string;
  /** Makes and changes tables. */
  readonly ownerUrl: string;
  /** Ends this process's use of an embedded server. */
  release(): Promise<void>;
}

/**
 * Starts or joins the database that the configuration names.
 * @throws WaysideError DATA_FOLDER_UNUSABLE, DISK_FULL, DATABASE_UNREACHABLE
 */
export async function openDatabaseAccess(
  config: Pick<Config, 'databaseUrl' | 'ownerUrl' | 'keeperUrl'>,
  dataFolder: string,
): Promise<DatabaseAccess> {
  if (config.databaseUrl === null) {
    const postgres = await openEmbeddedPostgres({ dataFolder });
    const { application, keeper } = postgres.roleUrls;
    return {
      applicationUrl: application,
      keeperUrl: keeper,
      ownerUrl: postgres.url,
      release: () => postgres.release(),
    };
  }
  const applicationUrl = config.databaseUrl;
  return {
    applicationUrl,
    keeperUrl: config.keeperUrl ?? applicationUrl,
    ownerUrl: config.ownerUrl ?? applicationUrl,
    release: () => Promise.resolve(),
  };
}

/**
 * Brings tables and rights up to date; gives the migrations that were made.
 * @throws WaysideError DATABASE_UNREACHABLE, INTERNAL naming a migration that failed
 */
export async function prepareDatabase(
  access: Omit<DatabaseAccess, 'release'>,
): Promise<readonly string[]> {
  const { ownerUrl, applicationUrl, keeperUrl } = access;
  const database = openDatabase({
    url: ownerUrl,
    applicationName: 'wayside-migrate',
    poolSize: 1,
  });
  try {
    const migrations = await migrateToLatest(database.kysely);
    if (ownerUrl !== applicationUrl) {
      await arrangeRights(database.kysely, {
        application: userOf(applicationUrl),
        keeper: userOf(keeperUrl),
      });
    }
    return migrations;
  } finally {
    await database.close();
  }
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
