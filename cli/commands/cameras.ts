import { Command, InvalidArgumentError } from 'commander';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { listCameras, saveCamera } from '../../store/cameras.ts';
import type { Camera } from '../../store/schema.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput, type Output } from '../output.ts';
import { regionHelp } from '../region-help.ts';

interface SetOptions {
  readonly region?: string;
  readonly occasion?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly heading?: number;
  readonly json?: boolean;
}

export function camerasCommand(): Command {
  return new Command('cameras')
    .description('List the cameras, or say where one is and why.')
    .option('--json', 'a JSON line a camera')
    .action(async ({ json = false }: { json?: boolean }) => {
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        const cameras = await listCameras(house.services.db);
        for (const camera of cameras) printCamera(output, camera);
        if (cameras.length === 0) output.note('no cameras yet: import footage with --camera ID');
      } finally {
        await house.close();
      }
    })
    .addCommand(setCommand());
}

function setCommand(): Command {
  return new Command('set')
    .description('Add a camera, or change what is known of it.')
    .argument('<id>', 'letters, digits, dots, dashes, underscores')
    .option('-r, --region <region>', regionHelp)
    .option('--occasion <text>', 'why it is there')
    .option('--latitude <degrees>', 'WGS 84, -90 to 90', degrees(-90, 90))
    .option('--longitude <degrees>', 'WGS 84, -180 to 180', degrees(-180, 180))
    .option('--heading <degrees>', 'where it looks, 0 to 360 clockwise from north', degrees(0, 360))
    .option('--json', 'one JSON line')
    .action(async (id: string, options: SetOptions, command: Command) => {
      const { json = false } = command.optsWithGlobals<SetOptions>();
      const output = createOutput(json);
      const config = loadConfig(process.env);
      const region = options.region;
      if (region !== undefined) plateGrammar([region], config.customPlates);
      const house = await openHouse(config);
      try {
        const { db } = house.services;
        const known = (await listCameras(db)).find((camera) => camera.id === id);
        const particulars = {
          id,
          region: region ?? known?.region ?? config.region,
          occasion: options.occasion ?? known?.occasion ?? null,
          latitude: options.latitude ?? known?.latitude ?? null,
          longitude: options.longitude ?? known?.longitude ?? null,
          headingDeg: options.heading ?? known?.headingDeg ?? null,
        };
        // It is changed only if the audit log says so.
        const camera = await db.transaction().execute(async (trx) => {
          const saved = await saveCamera(trx, particulars);
          await house.operator.recordEvent({
            by: askedByUser(),
            action: known === undefined ? 'camera-created' : 'camera-changed',
            particulars: { cameraId: id, before: known ?? null, after: saved },
          });
          return saved;
        });
        printCamera(output, camera);
      } finally {
        await house.close();
      }
    });
}

function printCamera(output: Output, camera: Camera): void {
  const { id, region, occasion, latitude, longitude, headingDeg } = camera;
  output.result(
    { type: 'camera', id, region, occasion, latitude, longitude, headingDeg },
    `${id}  plates: ${region}  ${occasion ?? '(no occasion recorded)'}`,
  );
}

function degrees(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most)) {
      throw new InvalidArgumentError(`Use a number from ${least} to ${most}.`);
    }
    return value;
  };
}
