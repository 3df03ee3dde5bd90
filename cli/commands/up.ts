import { Command } from 'commander';
import { startApi, type HouseApi } from '../api-server.ts';
import { keepCameraRows } from '../cameras/keep-camera-rows.ts';
import { watchCameras, type WatchedCameras } from '../cameras/watch-cameras.ts';
import { refuseInCluster } from '../cluster/cluster-config.ts';
import { loadConfig, type Config } from '../config.ts';
import type { House } from '../house-handle.ts';
import { openHouse } from '../house.ts';
import { runRetentionHourly } from '../hourly-retention.ts';
import { openOperationsPort } from '../operations-port.ts';
import { createOutput, errorRecord, type Output } from '../output.ts';
import { ingestConfig, startRecording } from '../recording.ts';
import { retentionContext } from '../retention-context.ts';
import { untilStopped } from '../until-stopped.ts';

interface UpOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export function upCommand(): Command {
  return new Command('up')
    .description(
      'Run everything: database, keeper, job queue, cameras, workers and the API, until stopped.',
    )
    .option('--json', 'JSON lines; the first says when everything is ready')
    .option('--verbose', 'a line on standard error for every request of the API')
    .addHelpText(
      'after',
      `
Examples:
  wayside up
  WAYSIDE_DATA=/srv/wayside wayside up

Records the cameras of wayside.yaml, and follows changes of the file: wayside cameras says how they are.
Other commands join what runs here. Ctrl-C stops it in order; running jobs go on at the next start.`,
    )
    .action(async ({ json = false, verbose = false }: UpOptions) => {
      const output = createOutput(json);
      const config = loadConfig(process.env);
      refuseInCluster(config, 'up');
      const cameras = watchCameras(process.env, {
        onTrouble: tell(output, 'the cameras stay as they were'),
      });
      try {
        const house = await openHouse(config);
        try {
          await run(house, config, { output, verbose, cameras });
        } finally {
          await house.close();
        }
      } finally {
        cameras.stop();
      }
    });
}

async function run(
  house: House,
  config: Config,
  { output, verbose, cameras }: { output: Output; verbose: boolean; cameras: WatchedCameras },
): Promise<void> {
  const onLog = (line: string): void => {
    output.note(line);
  };
  await house.ensureWorkers(onLog);
  const rows = keepCameraRows(house, cameras, tell(output, 'the cameras were not written'));
  const recording = await startRecording(
    ingestConfig(config, house.servicesConfig, house.dataFolder),
    cameras,
    { onLog, onFailure: tell(output, 'the cameras can’t be recorded') },
  );
  const processMetrics = () => [...house.workerMetrics(), ...recording.metrics()];
  const api = await startApi(house, config, onLog, { verbose, processMetrics });
  const operations = await openOperationsPort(config, api.operations);
  sayThatItIsUp(output, house, config, { api, cameras: cameras.current().length });
  const retention = runRetentionHourly(
    retentionContext(house, config),
    tell(output, 'retention failed'),
  );
  await untilStopped();
  output.note('stopping');
  // At once: each may take up to ten seconds.
  await Promise.all([
    house.stopWorkers(),
    recording.stop(),
    rows.stop(),
    api.close(),
    operations?.close(),
    retention.stop(),
  ]);
}

function sayThatItIsUp(
  output: Output,
  { databaseUrl, dataFolder }: House,
  { workers }: Config,
  { api, cameras }: { readonly api: HouseApi; readonly cameras: number },
): void {
  const { host, pathname } = new URL(databaseUrl);
  const database = `${host}${pathname}`;
  const { url, setupCode } = api;
  output.result(
    { type: 'up', dataFolder, database, workers, cameras, api: url, setupCode },
    [
      `up: ${cameras} cameras, ${workers} workers, API at ${url} (described at ${url}/docs)`,
      `  data in ${dataFolder}, database ${database}`,
      ...(setupCode === null
        ? []
        : [
            '  nobody can sign in yet: POST /v1/setup makes the first administrator with the code',
            `  ${setupCode}`,
          ]),
      '  stop with Ctrl-C',
    ].join('\n'),
  );
}

function tell(output: Output, what: string): (error: unknown) => void {
  return (error) => {
    const { code, message } = errorRecord(error);
    output.note(`${what}: ${code}: ${message}`);
  };
}
