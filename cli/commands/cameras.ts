import { Command } from 'commander';
import { listCameras } from '../../store/cameras.ts';
import { liveStatesOf } from '../../store/live/live-states.ts';
import { cameraRecord, cameraText } from '../cameras/camera-line.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';
import { camerasCheckCommand } from './cameras-check.ts';
import { camerasPauseCommand, camerasResumeCommand } from './cameras-pause.ts';
import { camerasSetCommand } from './cameras-set.ts';

export function camerasCommand(): Command {
  return new Command('cameras')
    .description('List the cameras and what their streams do; check, pause, resume or set one.')
    .option('--json', 'a JSON line a camera')
    .addHelpText(
      'after',
      `
Examples:
  wayside cameras
  wayside cameras --json | jq -r 'select(.live.state == "failing") | [.id, .live.cause] | @tsv'
  wayside cameras check
  wayside cameras pause gate-north

Cameras to be recorded are described under cameras: in wayside.yaml (docs/cameras.md).`,
    )
    .action(async ({ json = false }: { json?: boolean }) => {
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        const { db } = house.services;
        const cameras = await listCameras(db);
        const nowMs = Date.now();
        const ids = cameras.map(({ id }) => id);
        const states = await liveStatesOf(db, ids, nowMs);
        for (const camera of cameras) {
          const live = states.get(camera.id) ?? null;
          output.result(cameraRecord(camera, live), cameraText(camera, live, nowMs));
        }
        if (cameras.length === 0) {
          output.note('no cameras yet: import footage with --camera ID, or see docs/cameras.md');
        }
      } finally {
        await house.close();
      }
    })
    .addCommand(camerasSetCommand())
    .addCommand(camerasCheckCommand())
    .addCommand(camerasPauseCommand())
    .addCommand(camerasResumeCommand());
}
