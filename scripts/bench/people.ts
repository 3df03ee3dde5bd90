import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createOutput } from '../../cli/output.ts';
import { PERSON_SCORE } from '../../models/hiding-models.ts';
import { loadObjectDetector } from '../../models/object-detector.ts';
import type { BoxXywhPx } from '../../pipeline/geometry/box.ts';
import { COVER_DEFAULTS, type CoverOptions } from '../../pipeline/redact/people-over-time.ts';
import { decodeFrames } from '../../workers/media/frames.ts';
import { probe } from '../../workers/media/probe.ts';
import { benchMachine } from './bench-machine.ts';
import { foregroundOf, medianOf } from './people-reference.ts';
import { scorePeople, type PeopleFrame } from './people-score.ts';

const EVERY_FRAME_FPS = 1000;
const LOWEST_SCORE = 0.05;

const NOTHING: CoverOptions = { neighbourMs: 0, bridgeMs: 0, margin: 0 };
/** What each means adds, and what a higher or lower threshold would do to all of them. */
const VARIANTS: readonly (CoverOptions & { readonly name: string; readonly score: number })[] = [
  { name: 'boxes of each picture', score: PERSON_SCORE, ...NOTHING },
  { name: 'and margins', score: PERSON_SCORE, ...NOTHING, margin: COVER_DEFAULTS.margin },
  { name: 'and misses bridged', score: PERSON_SCORE, ...COVER_DEFAULTS, neighbourMs: 0 },
  { name: 'and the neighbours’ boxes: as shipped', score: PERSON_SCORE, ...COVER_DEFAULTS },
  { name: 'half the neighbours', score: PERSON_SCORE, ...COVER_DEFAULTS, neighbourMs: 500 },
  ...[0.08, 0.2, 0.3, 0.5].map((score) => ({
    name: `as shipped, from a score of ${score}`,
    score,
    ...COVER_DEFAULTS,
  })),
];

interface Labels {
  readonly boxesXywhPx: Readonly<Record<string, BoxXywhPx | null>>;
}

/** `people FILE [--labels FILE] [--json]`: who is left visible when people are hidden in a video. */
export async function peopleBench(args: readonly string[]): Promise<void> {
  await new Command('people')
    .argument('<file>', 'video of a fixed camera, empty at the start, in which only people move')
    .option('--labels <file>', 'boxes drawn by hand', labelsPath())
    .option('--empty-frames <n>', 'how many pictures at the start show nobody', '41')
    .option('--threads <n>', 'threads inside one inference', '1')
    .option('--json', 'JSON lines', false)
    .action(
      async (
        file: string,
        options: { labels: string; emptyFrames: string; threads: string; json: boolean },
      ) => {
        const output = createOutput(options.json);
        const { boxesXywhPx } = JSON.parse(readFileSync(options.labels, 'utf8')) as Labels;
        const seen = await lookAt(file, Number(options.emptyFrames), Number(options.threads));
        const machine = benchMachine();
        output.result(
          {
            type: 'people',
            file,
            method:
              'reference: what differs from the empty scene (no model); missed: less than 90% of the ' +
              'reference’s box filled; by hand: the same for boxes drawn by hand',
            frames: seen.frames.length,
            msPerFrame: seen.msPerFrame,
            machine,
          },
          `${seen.frames.length} pictures, ${seen.msPerFrame} ms each to look at (${machine.cpu})`,
        );
        for (const { name, score, ...cover } of VARIANTS) {
          const figures = scorePeople(seen, boxesXywhPx, score, cover);
          output.result(
            { type: 'variant', name, score, ...cover, ...figures },
            `${name}: ${figures.missed.length} of ${figures.framesWithPerson} missed ` +
              `(${percent(figures.missRate)}), by hand ${figures.missedByHand.length} of ` +
              `${figures.labelledWithPerson}; ${percent(figures.pixelsLeft)} of their pixels left, ` +
              `${percent(figures.filled)} of the picture filled, ${percent(figures.filledEmpty)} of empty ones`,
          );
        }
      },
    )
    .parseAsync(args, { from: 'user' });
}

function labelsPath(): string {
  return new URL('./people-labels.json', import.meta.url).pathname;
}

/** Every picture once: people down to the lowest score, and what isn't the empty scene. */
async function lookAt(file: string, emptyFrames: number, threads: number) {
  const info = await probe(file);
  const detector = await loadObjectDetector({ threads });
  const frames: PeopleFrame[] = [];
  const lumas: Uint8Array[] = [];
  let small = { widthPx: 0, heightPx: 0 };
  let spentMs = 0;
  for await (const frame of decodeFrames(file, { analysisFps: EVERY_FRAME_FPS, info })) {
    small = frame.small;
    lumas.push(frame.smallLuma.slice());
    const scaleX = frame.widthPx / small.widthPx;
    const scaleY = frame.heightPx / small.heightPx;
    const startedMs = performance.now();
    const { people } = await detector.findPeopleAndObjects(frame.small, LOWEST_SCORE);
    spentMs += performance.now() - startedMs;
    frames.push({
      atMs: frame.mediaMs,
      people: people.map(({ score, boxXywhPx: [x, y, width, height] }) => ({
        score,
        boxXywhPx: [x * scaleX, y * scaleY, width * scaleX, height * scaleY],
      })),
    });
  }
  await detector.release();
  const empty = medianOf(lumas.slice(0, emptyFrames));
  return {
    widthPx: info.widthPx,
    heightPx: info.heightPx,
    frames,
    foregrounds: lumas.map((luma) => foregroundOf(luma, empty, small.widthPx, small.heightPx)),
    msPerFrame: Math.round((spentMs / Math.max(1, frames.length)) * 10) / 10,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
