import { Command } from 'commander';
import { WaysideError } from '../../pipeline/errors.ts';
import { runService, whenThere } from '../cluster/run-service.ts';
import { loadConfig, type Config } from '../config.ts';
import { prepareDatabase } from '../database-access.ts';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the tables of a database of one’s own up to date, and say who may do what.')
    .option('--json', 'one JSON line: {"type":"migrate"}')
    .addHelpText(
      'after',
      `
Examples:
  wayside migrate
  WAYSIDE_OWNER_DATABASE_URL_FILE=/run/secrets/owner wayside migrate

Needs the owner's way into the database, and the names of the application's and the keeper's user (their
addresses, without passwords). Waits for a database that isn't there yet; run again it changes nothing.
Machines may be brought up to date before and after: it never takes away what they still use. wayside up
does this by itself.`,
    )
    .action((options: { json?: boolean }) =>
      runService(options, async ({ output, log, signal }) => {
        const urls = urlsOf(loadConfig(process.env));
        const migrations = await whenThere(() => prepareDatabase(urls), { log, signal });
        if (migrations === null) return;
        const { host, pathname } = new URL(urls.ownerUrl);
        output.result(
          { type: 'migrate', database: `${host}${pathname}`, migrations },
          migrations.length === 0
            ? `${host}${pathname} is up to date`
            : `${host}${pathname}: ${migrations.join(', ')}`,
        );
      }),
    );
}

function urlsOf({ databaseUrl, ownerUrl, keeperUrl }: Config) {
  if (databaseUrl !== null && ownerUrl !== null && keeperUrl !== null) {
    return { applicationUrl: databaseUrl, ownerUrl, keeperUrl };
  }
  const missing = [
    ...(databaseUrl === null ? ['database'] : []),
    ...(ownerUrl === null ? ['ownerDatabase (or WAYSIDE_OWNER_DATABASE_URL)'] : []),
    ...(keeperUrl === null ? ['keeperDatabase'] : []),
  ];
  throw new WaysideError(
    'CONFIG_INVALID',
    `migrations need, and are not given: ${missing.join('; ')}`,
    { details: { missing } },
  );
}
