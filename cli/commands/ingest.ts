import { hostname } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  DEFAULT_KEEP_FREE_BYTES,
  DEFAULT_SPOOL_BYTES,
  type IngestConfig,
} from '../../workers/ingest/ingest-config.ts';
import { startIngest } from '../../workers/ingest/start-ingest.ts';
import { watchCameras } from '../cameras/watch-cameras.ts';
import { clusterServices, dataFolderOf } from '../cluster/cluster-config.ts';
import { runService } from '../cluster/run-service.ts';
import { loadConfig } from '../config.ts';
import { errorRecord } from '../output.ts';
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
        const spoolFolder = join(dataFolderOf(config), 'spool');
        const ingestConfig: IngestConfig = {
          services: clusterServices(config),
          spool: {
            folder: spoolFolder,
            mostBytes: DEFAULT_SPOOL_BYTES,
            keepFreeBytes: DEFAULT_KEEP_FREE_BYTES,
          },
          host: hostname(),
        };
        const cameras = watchCameras(process.env, {
          onTrouble: (error) => {
            const { code, message } = errorRecord(error);
            log.warn({ code, message }, 'the cameras stay as they were');
          },
        });
        try {
          const starting = startIngest(ingestConfig, cameras, {
            onLog: (line) => process.stderr.write(`${line}\n`),
          });
          const ingest = await Promise.race([starting, untilStopped().then(() => null)]);
          if (ingest === null || signal.aborted) return;
          const count = cameras.current().length;
          output.result({ type: 'ingest', cameras: count }, `ingest: ${count} cameras in the file`);
          await untilStopped();
          await ingest.stop();
        } finally {
          cameras.stop();
        }
      }),
    );
}
