import { Command } from 'commander';
import { startIngest } from '../../workers/ingest/start-ingest.ts';
import { metricsText } from '../../workers/operations/metrics-of-processes.ts';
import { watchCameras } from '../cameras/watch-cameras.ts';
import { clusterServices, dataFolderOf } from '../cluster/cluster-config.ts';
import { runService } from '../cluster/run-service.ts';
import { loadConfig } from '../config.ts';
import { openOperationsPort } from '../operations-port.ts';
import { errorRecord } from '../output.ts';
import { ingestConfig } from '../recording.ts';
import { untilStopped } from '../until-stopped.ts';

export function ingestCommand(): Command {
  return new Command('ingest')
    .description('Record the cameras of wayside.yaml, on any number of machines.')
    .option('--json', 'one JSON line when cameras are taken: {"type":"ingest"}')
    .addHelpText(
      'after',
      `
Examples:
  wayside ingest
  WAYSIDE_DATA=/srv/spool wayside ingest

Needs what wayside worker needs, and cameras in wayside.yaml with their secrets: the same list on each
machine that records. Machines share the cameras, and take over those of one that is gone. The file is read
again when it changes. While a service is away, video waits in the folder spool of the data folder.`,
    )
    .action((options: { json?: boolean }) =>
      runService(options, async ({ output, log, signal }) => {
        const config = loadConfig(process.env);
        const forIngest = ingestConfig(config, clusterServices(config), dataFolderOf(config));
        const cameras = watchCameras(process.env, {
          onTrouble: (error) => {
            const { code, message } = errorRecord(error);
            log.warn({ code, message }, 'the cameras stay as they were');
          },
        });
        try {
          const starting = startIngest(forIngest, cameras, {
            onLog: (line) => process.stderr.write(`${line}\n`),
          });
          const ingest = await Promise.race([starting, untilStopped().then(() => null)]);
          if (ingest === null || signal.aborted) return;
          const operations = await openOperationsPort(config, {
            readiness: () => Promise.resolve({ ready: ingest.pid !== null }),
            metrics: () => metricsText([ingest.metrics()]),
          });
          const count = cameras.current().length;
          output.result({ type: 'ingest', cameras: count }, `ingest: ${count} cameras in the file`);
          await untilStopped();
          await Promise.all([ingest.stop(), operations?.close()]);
        } finally {
          cameras.stop();
        }
      }),
    );
}
