import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { runRetentionHourly } from '../hourly-retention.ts';
import { openHouse } from '../house.ts';
import { createOutput, errorRecord } from '../output.ts';
import { retentionContext } from '../retention-context.ts';
import { untilStopped } from '../until-stopped.ts';

export function upCommand(): Command {
  return new Command('up')
    .description('Run everything: database, keeper, job queue and workers, until stopped.')
    .option('--json', 'JSON lines; the first says when everything is ready')
    .addHelpText(
      'after',
      `
Examples:
  wayside up
  WAYSIDE_DATA=/srv/wayside wayside up

Other commands join what runs here. Ctrl-C stops it in order; running jobs go on at the next start.`,
    )
    .action(async ({ json = false }: { json?: boolean }) => {
      const output = createOutput(json);
      const config = loadConfig(process.env);
      const house = await openHouse(config);
      try {
        await house.ensureWorkers((line) => {
          output.note(line);
        });
        const database = new URL(house.databaseUrl);
        const address = `${database.host}${database.pathname}`;
        output.result(
          { type: 'up', dataFolder: house.dataFolder, database: address, workers: config.workers },
          `up: ${config.workers} workers, database ${address}, data in ${house.dataFolder}\n` +
            (house.embeddedDatabase
              ? `  the database's password is in ${house.dataFolder}/database/password; stop with Ctrl-C`
              : '  stop with Ctrl-C'),
        );
        const retention = runRetentionHourly(retentionContext(house, config), (error) => {
          output.note(`retention: ${errorRecord(error).message}`);
        });
        await untilStopped();
        output.note('stopping');
        await retention.stop();
      } finally {
        await house.close();
      }
    });
}
