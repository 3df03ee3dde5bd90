import { Command } from 'commander';
import { refuseInCluster } from '../cluster/cluster-config.ts';
import { startApi } from '../api-server.ts';
import { loadConfig } from '../config.ts';
import { runRetentionHourly } from '../hourly-retention.ts';
import { openHouse } from '../house.ts';
import { createOutput, errorRecord } from '../output.ts';
import { retentionContext } from '../retention-context.ts';
import { untilStopped } from '../until-stopped.ts';

export function upCommand(): Command {
  return new Command('up')
    .description('Run everything: database, keeper, job queue, workers and the API, until stopped.')
    .option('--json', 'JSON lines; the first says when everything is ready')
    .option('--verbose', 'a line on standard error for every request of the API')
    .addHelpText(
      'after',
      `
Examples:
  wayside up
  WAYSIDE_DATA=/srv/wayside wayside up

Other commands join what runs here. Ctrl-C stops it in order; running jobs go on at the next start.`,
    )
    .action(async ({ json = false, verbose = false }: { json?: boolean; verbose?: boolean }) => {
      const output = createOutput(json);
      const config = loadConfig(process.env);
      refuseInCluster(config, 'up');
      const house = await openHouse(config);
      try {
        await house.ensureWorkers((line) => {
          output.note(line);
        });
        const api = await startApi(
          house,
          config,
          (line) => {
            output.note(line);
          },
          verbose,
        );
        const database = new URL(house.databaseUrl);
        const address = `${database.host}${database.pathname}`;
        output.result(
          {
            type: 'up',
            dataFolder: house.dataFolder,
            database: address,
            workers: config.workers,
            api: api.url,
            setupCode: api.setupCode,
          },
          [
            `up: ${config.workers} workers, API at ${api.url} (described at ${api.url}/docs)`,
            `  data in ${house.dataFolder}, database ${address}`,
            ...(api.setupCode === null
              ? []
              : [
                  '  nobody can sign in yet: POST /v1/setup makes the first administrator with the code',
                  `  ${api.setupCode}`,
                ]),
            '  stop with Ctrl-C',
          ].join('\n'),
        );
        const retention = runRetentionHourly(retentionContext(house, config), (error) => {
          output.note(`retention: ${errorRecord(error).message}`);
        });
        await untilStopped();
        output.note('stopping');
        await api.close();
        await retention.stop();
      } finally {
        await house.close();
      }
    });
}
