import { statfs } from 'node:fs/promises';
import { Command } from 'commander';
import { chooseDataFolder, makeDataFolder } from '../../store/embedded/data-folder.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { loadConfig, type Config } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput, errorRecord } from '../output.ts';
import { loadRecognisers } from '../../models/recognisers.ts';

interface Check {
  readonly name: string;
  /** What was found. @throws what is wrong, as a WaysideError with its remedy */
  readonly run: (config: Config) => Promise<string>;
}

/** Less free space than this fills up within hours at a camera or two. */
const LEAST_FREE_BYTES = 2 * 1024 ** 3;

const CHECKS: readonly Check[] = [
  { name: 'node', run: () => Promise.resolve(checkNode()) },
  { name: 'ffmpeg', run: checkFfmpeg },
  { name: 'models', run: checkModels },
  { name: 'disk', run: checkDisk },
  { name: 'services', run: checkServices },
];

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check ffmpeg, models, disk, database, keeper and queue, and say what to do.')
    .option('--json', 'a JSON line a check, then {"type":"doctor"}')
    .action(async ({ json = false }: { json?: boolean }) => {
      const output = createOutput(json);
      const config = loadConfig(process.env);
      let ok = true;
      for (const { name, run } of CHECKS) {
        try {
          const detail = await run(config);
          output.result({ type: 'check', name, ok: true, detail }, `ok    ${name}: ${detail}`);
        } catch (error) {
          ok = false;
          const { code, message, remedy } = errorRecord(error);
          output.result(
            { type: 'check', name, ok: false, code, message, remedy },
            `WRONG ${name}: ${message}\n      ${remedy}`,
          );
        }
      }
      output.result({ type: 'doctor', ok }, ok ? 'all is well' : 'something is wrong: see above');
      if (!ok) process.exitCode = 1;
    });
}

function checkNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return `v${process.versions.node}`;
  throw new WaysideError('USAGE', `Node ${process.versions.node} is too old: 20.19 at least`);
}

async function checkFfmpeg(): Promise<string> {
  const { path, version, source } = await findFfmpeg();
  return `${version} at ${path}${source === 'packaged' ? ' (comes with npm)' : ''}`;
}

async function checkModels({ threads }: Config): Promise<string> {
  const started = performance.now();
  await loadRecognisers({ threads });
  return `all weights as in models/manifest.json, loaded in ${Math.round(performance.now() - started)} ms`;
}

async function checkDisk(config: Config): Promise<string> {
  const folder = config.dataFolder ?? chooseDataFolder();
  await makeDataFolder(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  if (free < LEAST_FREE_BYTES) throw new WaysideError('DISK_FULL', `only ${text}`);
  return text;
}

async function checkServices(config: Config): Promise<string> {
  const house = await openHouse(config);
  try {
    const { oldestDays, auditEntries } = await house.operator.status();
    const { host } = new URL(house.databaseUrl);
    return (
      `database ${host}${house.embeddedDatabase ? ' (embedded)' : ''}, jobs on ` +
      `${config.jobsUrl === null ? 'the same' : new URL(config.jobsUrl).host}; keeper with ` +
      `${auditEntries} audit entries; oldest day: reads ${oldestDays.reads}, footage ${oldestDays.footage}`
    );
  } finally {
    await house.close();
  }
}
