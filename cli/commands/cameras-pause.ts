import { Command } from 'commander';
import { changeCamera } from '../../api/cameras/change-cameras.ts';
import type { CameraStatus } from '../../store/schema/track-search.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';

export function camerasPauseCommand(): Command {
  return statusCommand('pause', 'paused')
    .description('Stop recording a camera, until it is resumed; others go on.')
    .addHelpText(
      'after',
      `
Example:
  wayside cameras pause gate-north

Whatever process records it stops within seconds. Coverage tells the time as a gap, CAMERA_PAUSED.`,
    );
}

export function camerasResumeCommand(): Command {
  return statusCommand('resume', 'active')
    .description('Record a camera again that was paused.')
    .addHelpText('after', '\nExample:\n  wayside cameras resume gate-north');
}

function statusCommand(name: string, status: CameraStatus): Command {
  return new Command(name)
    .argument('<id>', 'the camera')
    .option('--json', 'one JSON line')
    .action(async (id: string, _: object, command: Command) => {
      const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        const context = { db: house.services.db, keeper: house.operator };
        await changeCamera(context, id, { status }, askedByUser());
        output.result({ type: 'camera', id, status }, `${id}  ${status}`);
      } finally {
        await house.close();
      }
    });
}
