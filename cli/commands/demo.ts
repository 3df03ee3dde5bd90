import { join } from 'node:path';
import { Command } from 'commander';
import { makeDemoFootage, type DemoFootage } from '../../fixtures/demo-footage.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { saveCamera } from '../../store/cameras.ts';
import { countSightings } from '../../store/sightings/count-sightings.ts';
import { importFootage } from '../../workers/import.ts';
import { findFfmpeg } from '../../workers/media/find-ffmpeg.ts';
import { startApi } from '../api-server.ts';
import { loadConfig, type Config } from '../config.ts';
import { passesOf, scoreDemo, type DemoScore, type Pass, type PlateSeen } from '../demo-score.ts';
import { refuseInCluster } from '../cluster/cluster-config.ts';
import { openHouse, type House } from '../house.ts';
import { createOutput, errorRecord, type Output } from '../output.ts';
import { searchAlone } from '../plate-search.ts';
import { stopSignal } from '../signals.ts';
import { untilStopped } from '../until-stopped.ts';

interface DemoOptions {
  readonly once?: boolean;
  readonly seed: number;
  readonly json?: boolean;
}

const CASE = { caseName: 'demo', reason: 'trying Wayside out on made-up footage' } as const;
const HOUR_MS = 3_600_000;

export function demoCommand(): Command {
  return new Command('demo')
    .description('Make footage of three cameras, import it, search it, show it beside the truth.')
    .option('--once', 'stop everything afterwards; exit code 1 if a plate was missed')
    .option('--seed <number>', 'another scene', Number, 1)
    .option('--json', 'JSON lines; the last is {"type":"demo"}')
    .addHelpText(
      'after',
      `
Examples:
  wayside demo            then, in another terminal, search what it imported
  wayside demo --once --json

The footage is drawn, not filmed: see fixtures/README.md.`,
    )
    .action(async (options: DemoOptions) => {
      const started = performance.now();
      const output = createOutput(options.json ?? false);
      const config = loadConfig(process.env);
      refuseInCluster(config, 'demo');
      const house = await openHouse(config);
      try {
        await refuseSharedSite(house);
        const score = await runDemo(house, config, options.seed, output);
        const wallMs = Math.round(performance.now() - started);
        printScore(output, score, wallMs);
        if (score.missed.length > 0) process.exitCode = 1;
        if (options.once !== true) await stayUp(house, config, output, score);
      } finally {
        output.endProgress();
        await house.close();
      }
    });
}

/** The demo approves its own searches, which a site of several people doesn't let anybody do. */
async function refuseSharedSite({ operator, dataFolder }: House): Promise<void> {
  const { twoPersons } = await operator.status();
  if (!twoPersons) return;
  throw new WaysideError(
    'GRANT_INVALID',
    `${dataFolder} is a site of several people: set WAYSIDE_DATA to another folder for the demo, or run wayside up`,
  );
}

async function runDemo(
  house: House,
  config: Config,
  seed: number,
  output: Output,
): Promise<DemoScore> {
  // All of it in the past. The same hour gives the same files, which are imported once.
  const startedAt = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 10 * HOUR_MS);
  const [footage] = await Promise.all([
    makeFootage(house, seed, startedAt, output),
    // Models load while the footage is drawn.
    house.ensureWorkers(),
  ]);
  await importAll(house, config, footage, output);
  const passes = footage.cameras.flatMap(({ id, startedAt: from, truth }) =>
    passesOf(id, from, truth),
  );
  return search(house, footage, passes);
}

async function makeFootage(
  house: House,
  seed: number,
  startedAt: Date,
  output: Output,
): Promise<DemoFootage> {
  const { path: ffmpegPath } = await findFfmpeg();
  let told = -1;
  return makeDemoFootage(join(house.dataFolder, 'demo'), {
    ffmpegPath,
    seed,
    startedAt,
    signal: stopSignal,
    onProgress: (share, camera) => {
      const tenth = Math.floor(share * 10);
      if (output.json && tenth === told) return;
      told = tenth;
      output.progress(
        { type: 'progress', step: 'draw', camera, share: tenth / 10 },
        `drawing ${camera}`,
        share,
      );
    },
  });
}

async function importAll(
  { services }: House,
  { segmentMs }: Config,
  { cameras }: DemoFootage,
  output: Output,
): Promise<void> {
  for (const { id } of cameras) {
    await saveCamera(services.db, { id, region: 'auto', occasion: 'demonstration' });
  }
  const shares = new Map(cameras.map(({ id }) => [id, 0]));
  await Promise.all(
    cameras.map(({ id, path, startedAt }) =>
      importFootage(path, {
        cameraId: id,
        startedAt,
        segmentMs,
        services,
        signal: stopSignal,
        onProgress: ({ segments, segmentsTotal, sightings }) => {
          const done = segments.tracked + segments.failed;
          shares.set(id, segmentsTotal === null ? 0 : done / segmentsTotal);
          const share = [...shares.values()].reduce((a, b) => a + b, 0) / cameras.length;
          output.progress(
            {
              type: 'progress',
              step: 'import',
              camera: id,
              segments: done,
              segmentsTotal,
              plates: sightings,
            },
            'reading plates',
            share,
          );
        },
      }),
    ),
  );
}

async function search(
  house: House,
  { cameras }: DemoFootage,
  passes: readonly Pass[],
): Promise<DemoScore> {
  const { from, until } = spanOf(cameras);
  const cameraIds = cameras.map(({ id }) => id);
  const seenByPlate = new Map<string, PlateSeen[]>();
  for (const plate of new Set(passes.map((pass) => pass.plate))) {
    const { found } = await searchAlone(house, {
      query: { pattern: plate, wrongCharacters: 0, partial: false },
      ...CASE,
      purpose: 'demonstration',
      from,
      until,
      cameraIds,
      objectClasses: [],
      colours: [],
    });
    seenByPlate.set(
      plate,
      found.map(({ row }) => ({
        sightingId: row.id,
        camera: row.cameraId,
        capturedAt: row.capturedAt,
      })),
    );
  }
  const sightings = await countSightings(house.services.db, { cameraIds, from, until });
  return scoreDemo(passes, seenByPlate, sightings);
}

function spanOf(cameras: DemoFootage['cameras']): { from: Date; until: Date } {
  const starts = cameras.map(({ startedAt }) => startedAt.getTime());
  const ends = cameras.map(({ startedAt, truth }) => startedAt.getTime() + truth.durationMs + 1);
  return { from: new Date(Math.min(...starts)), until: new Date(Math.max(...ends)) };
}

function printScore(
  output: Output,
  { found, missed, falsePlates }: DemoScore,
  wallMs: number,
): void {
  const vehicles = found.length + missed.length;
  const passes = [
    ...found.map(({ pass, seen }) => ({ pass, seen: seen.capturedAt.toISOString() })),
    ...missed.map((pass) => ({ pass, seen: 'MISSED' })),
  ].sort((a, b) => a.pass.from.getTime() - b.pass.from.getTime());
  if (!output.json) {
    output.result({}, `\n${'truth'.padEnd(10)} ${'region'.padEnd(7)} ${'camera'.padEnd(16)} found`);
    for (const { pass, seen } of passes) {
      const { plate, region, camera } = pass;
      output.result({}, `${plate.padEnd(10)} ${region.padEnd(7)} ${camera.padEnd(16)} ${seen}`);
    }
  }
  output.result(
    {
      type: 'demo',
      vehicles,
      found: found.length,
      missed: missed.map(({ plate, camera }) => ({ plate, camera })),
      falsePlates,
      wallMs,
    },
    `\n${found.length} of ${vehicles} passes found, ${falsePlates} plates that were not there, ` +
      `${(wallMs / 1000).toFixed(0)} s`,
  );
}

/** Leaves everything running, the API too, and says what to try. */
async function stayUp(
  house: House,
  config: Config,
  output: Output,
  { found }: DemoScore,
): Promise<void> {
  const note = (line: string) => {
    output.note(line);
  };
  const api = await startApi(house, config, note).catch((error: unknown) => {
    note(`without the API: ${errorRecord(error).message}`);
    return null;
  });
  const plate = found[0]?.pass.plate ?? 'PLATE';
  const halfRemembered = `${plate.slice(0, 3)}*`;
  note(`
Everything runs on, with its data in ${house.dataFolder}. In another terminal:
  npm run -s wayside -- find ${plate} --case try-out --reason "looking around"
  npm run -s wayside -- find "${halfRemembered}" --case try-out --reason "only the beginning is known" --crops pictures`);
  if (api !== null) {
    if (output.json) {
      const { url, setupCode } = api;
      output.result({ type: 'up', dataFolder: house.dataFolder, api: url, setupCode }, '');
    }
    note(`The API answers at ${api.url}, described at ${api.url}/docs.`);
    if (api.setupCode !== null) {
      note(
        `Its set-up code is ${api.setupCode}: with it a site becomes several people's (see README).`,
      );
    }
  }
  note('Ctrl-C stops it.');
  await untilStopped();
  await api?.close();
}
