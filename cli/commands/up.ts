import { once } from 'node:events';
import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';
import { stopSignal } from '../signals.ts';

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
        if (!stopSignal.aborted) {
          // A pending promise alone keeps no process alive.
          const alive = setInterval(() => undefined, 60_000);
          await once(stopSignal, 'abort');
          clearInterval(alive);
        }
        output.note('stopping');
      } finally {
        await house.close();
      }
    });
}
