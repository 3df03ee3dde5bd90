import { Command } from 'commander';
import { startApi } from '../api-server.ts';
import { keepCameraRows } from '../cameras/keep-camera-rows.ts';
import { watchParticulars } from '../cameras/watch-cameras.ts';
import { clusterOperator, clusterServices } from '../cluster/cluster-config.ts';
import { joinCluster } from '../cluster/cluster-house.ts';
import { runService, whenThere } from '../cluster/run-service.ts';
import { loadConfig } from '../config.ts';
import { runRetentionHourly } from '../hourly-retention.ts';
import { openOperationsPort } from '../operations-port.ts';
import { errorRecord } from '../output.ts';
import { retentionContext } from '../retention-context.ts';
import { untilStopped } from '../until-stopped.ts';

interface ApiOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export function apiCommand(): Command {
  return new Command('api')
    .description('Serve the API of a cluster, and do what has to be done now and then.')
    .option('--json', 'one JSON line when it listens: {"type":"api"}')
    .option('--verbose', 'a line on standard error for every request')
    .addHelpText(
      'after',
      `
Examples:
  wayside api
  WAYSIDE_CONFIG=/etc/wayside/wayside.yaml wayside api --json

Needs the application's way into the database, the objects, the queue, keeper.address with its fingerprint,
and both tokens (WAYSIDE_KEEPER_WORKER_TOKEN, WAYSIDE_KEEPER_OPERATOR_TOKEN; each with _FILE for a file).
Waits for what isn't there yet. Any number may run behind one address: retention and reviews, which are
done here, are one's work at a time, and the cameras of the file are written by whoever is first. No camera's
password is needed here: variables and files that the list names needn't be set.`,
    )
    .action(({ verbose = false, ...options }: ApiOptions) =>
      runService(options, async ({ output, log, signal }) => {
        const config = loadConfig(process.env);
        clusterServices(config);
        clusterOperator(config);
        const trouble = (what: string) => (error: unknown) => {
          const { code, message } = errorRecord(error);
          log.warn({ code, message }, what);
        };
        const house = await whenThere(
          () =>
            joinCluster(config, { applicationName: 'wayside api', onError: trouble('trouble') }),
          { log, signal },
        );
        if (house === null) return;
        const cameras = watchParticulars(process.env, {
          onTrouble: trouble('the cameras of the file stay as they were'),
        });
        try {
          const onLog = (line: string) => process.stderr.write(`${line}\n`);
          const api = await startApi(house, config, onLog, { verbose });
          const operations = await openOperationsPort(config, api.operations);
          const rows = keepCameraRows(house, cameras, trouble('the cameras were not written'));
          const retention = runRetentionHourly(
            retentionContext(house, config),
            trouble('retention failed'),
          );
          output.result(
            { type: 'api', url: api.url, setupCode: api.setupCode },
            `api: listening at ${api.url}` +
              (api.setupCode === null ? '' : `\n  nobody can sign in yet: ${api.setupCode}`),
          );
          await untilStopped();
          await Promise.all([api.close(), rows.stop(), retention.stop(), operations?.close()]);
        } finally {
          cameras.stop();
          await house.close();
        }
      }),
    );
}
