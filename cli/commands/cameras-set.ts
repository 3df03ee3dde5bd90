import { Command, InvalidArgumentError } from 'commander';
import { recordCamera } from '../../api/cameras/record-camera.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { plateGrammar } from '../../pipeline/grammar/plate-grammar.ts';
import { regionsOf } from '../../pipeline/grammar/region-list.ts';
import { listCameras, saveCamera } from '../../store/cameras.ts';
import { askedByUser } from '../asked-by-user.ts';
import { cameraRecord, cameraText } from '../cameras/camera-line.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';
import { regionHelp } from '../region-help.ts';

interface SetOptions {
  readonly region?: string;
  readonly occasion?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly heading?: number;
  readonly json?: boolean;
}

export function camerasSetCommand(): Command {
  return new Command('set')
    .description('Add a camera, or change what is known of it.')
    .argument('<id>', 'letters, digits, dots, dashes, underscores')
    .option('-r, --region <region>', regionHelp)
    .option('--occasion <text>', 'why it is there')
    .option('--latitude <degrees>', 'WGS 84, -90 to 90', degrees(-90, 90))
    .option('--longitude <degrees>', 'WGS 84, -180 to 180', degrees(-180, 180))
    .option('--heading <degrees>', 'where it looks, 0 to 360 clockwise from north', degrees(0, 360))
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Example:
  wayside cameras set gate-north --occasion "toll, order 12/26" --region eu,br --latitude 48.2 --longitude 16.4

Cameras that wayside.yaml describes are changed there.`,
    )
    .action(async (id: string, options: SetOptions, command: Command) => {
      const { json = false } = command.optsWithGlobals<SetOptions>();
      const output = createOutput(json);
      const config = loadConfig(process.env);
      const region = options.region;
      if (region !== undefined) plateGrammar(regionsOf(region), config.customPlates);
      const house = await openHouse(config);
      try {
        const { db } = house.services;
        const known = (await listCameras(db)).find((camera) => camera.id === id) ?? null;
        if (known !== null && known.streamAddress !== null) {
          throw new WaysideError('CONFLICT', 'this camera is in wayside.yaml; change it there');
        }
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
          await recordCamera(house.operator, askedByUser(), known, saved);
          return saved;
        });
        output.result(cameraRecord(camera, null), cameraText(camera, null, Date.now()));
      } finally {
        await house.close();
      }
    });
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
