import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { FoundSighting } from '../../api/search/plate-search.ts';
import { sightingAnswer } from '../../api/search/sighting-answer.ts';
import { PURPOSES, type Grant } from '../../keeper/client/grant.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { OBJECT_CLASSES, type ObjectClass } from '../../pipeline/objects/detection.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { plateCharactersOf } from '../../pipeline/search/skeleton.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import { COLOURS, type Colour } from '../../pipeline/segment/segment-facts.ts';
import { loadConfig } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { createOutput, type Output } from '../output.ts';
import { openCrop, searchAlone, type CommandSearchResult } from '../plate-search.ts';
import { parseTime } from '../time-option.ts';

interface FindOptions {
  readonly case?: string;
  readonly reason?: string;
  readonly purpose: Grant['purpose'];
  readonly from?: Date;
  readonly to?: Date;
  readonly camera: readonly string[];
  readonly class: readonly ObjectClass[];
  readonly colour: readonly Colour[];
  readonly wrong?: PlateQuery['wrongCharacters'];
  readonly partial?: boolean;
  readonly limit: number;
  readonly crops?: string;
  readonly json?: boolean;
}

/** Shorter texts match too much with a character wrong. */
const MIN_CHARACTERS_FOR_WRONG = 5;

export function findCommand(): Command {
  return new Command('find')
    .description('Find every time a plate was seen. Recorded, with the case and the reason.')
    .argument('<plate>', 'as remembered: ? is one unknown character, * any number of them')
    .option('--case <name>', 'the case that the search belongs to (required)')
    .option('--reason <text>', 'why it is made, in words (required)')
    .addOption(
      new Option('--purpose <purpose>', 'what kind of reason it is')
        .choices(PURPOSES)
        .default('not-stated'),
    )
    .option(
      '--from <time>',
      'first moment, ISO 8601 with offset (default: all that is kept)',
      parseTime,
    )
    .option('--to <time>', 'first moment that doesn’t count', parseTime)
    .option('-c, --camera <id>', 'only this camera; can be given several times', collect, [])
    .addOption(several('--class <class>', 'only this class of vehicle', OBJECT_CLASSES))
    .addOption(several('--colour <colour>', 'only this colour', COLOURS))
    .option(
      '--wrong <number>',
      'characters that may be wrong, missing or too many: 0, 1, 2 (default: 1 where it makes sense)',
      parseWrong,
    )
    .option('--partial', 'the text is the beginning or the end of the plate')
    .option('--limit <number>', 'sightings at most', parseLimit, 100)
    .option('--crops <folder>', 'write the pictures there, people hidden')
    .option('--json', 'a JSON line a sighting')
    .addHelpText(
      'after',
      `
Examples:
  wayside find KX52ABC --case 2026-118 --reason "hit and run, High St, 1 May"
  wayside find "KX5?ABC" --case 2026-118 --reason "one character unknown" --camera gate-north
  wayside find 2ABC --partial --case 2026-118 --reason "only the end is known" --from 2026-05-01T00:00:00Z

Results come best match first, each with why it matches. No case and reason, no search.`,
    )
    .action(async (plate: string, options: FindOptions) => {
      const { case: caseName, reason } = options;
      if (!caseName?.trim() || !reason?.trim()) {
        throw new WaysideError('CASE_REQUIRED', 'a search needs a case and a reason');
      }
      const query = queryOf(plate, options);
      // A pattern that can't be searched is told before anything starts.
      parsePlateQuery(query);
      const output = createOutput(options.json ?? false);
      const house = await openHouse(loadConfig(process.env));
      try {
        const result = await searchAlone(house, {
          query,
          caseName: caseName.trim(),
          reason: reason.trim(),
          purpose: options.purpose,
          from: options.from ?? null,
          until: options.to ?? null,
          cameraIds: options.camera,
          objectClasses: options.class,
          colours: options.colour,
        });
        for (const sighting of result.found.slice(0, options.limit)) {
          await printSighting(house, result, sighting, options.crops ?? null, output);
        }
        tellWhatIsMissing(result, options, output);
      } finally {
        await house.close();
      }
    });
}

function queryOf(pattern: string, { wrong, partial = false }: FindOptions): PlateQuery {
  const wild = /[?*]/.test(pattern);
  const enough = plateCharactersOf(pattern).length >= MIN_CHARACTERS_FOR_WRONG;
  return { pattern, partial, wrongCharacters: wrong ?? (!wild && !partial && enough ? 1 : 0) };
}

async function printSighting(
  house: House,
  { grant }: CommandSearchResult,
  sighting: FoundSighting,
  cropFolder: string | null,
  output: Output,
): Promise<void> {
  const { row, opened, cropKey } = sighting;
  const { plate, match } = opened;
  const answer = sightingAnswer(sighting);
  const { capturedAt } = answer;
  const { reasons } = answer.match;
  const crop = cropFolder === null ? null : await writeCrop(house, grant, sighting, cropFolder);
  output.result(
    { ...answer, crop, cropKey },
    [
      `${capturedAt}  ${row.cameraId}  ${plate.text}  match ${percent(match.score)}, read ${percent(plate.confidence)}`,
      `  ${row.colour} ${row.objectClass}; ${reasons.length === 0 ? 'character for character' : reasons.join('; ')}`,
      `  segment ${row.segmentId}${crop === null ? '' : `, picture ${crop}`}`,
    ].join('\n'),
  );
}

async function writeCrop(
  house: House,
  grant: CommandSearchResult['grant'],
  sighting: FoundSighting,
  folder: string,
): Promise<string | null> {
  const jpeg = await openCrop(house, grant, sighting);
  if (jpeg === null) return null;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${sighting.row.id}.jpg`);
  await writeFile(path, jpeg, { mode: 0o600 });
  return path;
}

/** “Not found” means something only beside what the cameras did not see. */
function tellWhatIsMissing(
  result: CommandSearchResult,
  { limit }: FindOptions,
  output: Output,
): void {
  const { found, gaps, truncated, expiredBefore, brokenIds, from, until } = result;
  const shown = Math.min(limit, found.length);
  output.note(
    `${found.length} sightings from ${from.toISOString()} to ${until.toISOString()}` +
      (shown < found.length ? `, the best ${shown} shown` : ''),
  );
  if (truncated)
    output.note('too many candidates: only the newest were looked at; narrow the search');
  if (expiredBefore !== null) output.note(`nothing before ${expiredBefore} can be read any more`);
  if (brokenIds.length > 0) {
    output.note(
      `${brokenIds.length} rows were changed after they were sealed: ${brokenIds.join(', ')}`,
    );
  }
  for (const gap of gaps) {
    output.note(
      `not seen: ${gap.cameraId} from ${gap.startedAt.toISOString()} to ${gap.endedAt.toISOString()} (${gap.cause})`,
    );
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** An option that can be given several times, each with one of the values. */
function several(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, `${description}; can be given several times: ${values.join(', ')}`)
    .default([], 'all')
    .argParser((value: string, previous: readonly string[]) => {
      if (!values.includes(value))
        throw new InvalidArgumentError(`Use one of ${values.join(', ')}.`);
      return collect(value, previous);
    });
}

function parseWrong(text: string): PlateQuery['wrongCharacters'] {
  const number = Number(text);
  if (number !== 0 && number !== 1 && number !== 2)
    throw new InvalidArgumentError('Use 0, 1 or 2.');
  return number;
}

function parseLimit(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('Use a whole number.');
  return number;
}
