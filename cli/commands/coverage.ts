import { Command } from 'commander';
import { WaysideError } from '../../pipeline/errors.ts';
import { requireCamera } from '../../store/cameras.ts';
import { cameraCoverage, type CameraCoverage } from '../../store/coverage/camera-coverage.ts';
import { keptFrom } from '../../store/retention/kept-from.ts';
import { listRetentionRules } from '../../store/retention/retention-rules.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput, type Output } from '../output.ts';
import { parseTime } from '../time-option.ts';

interface CoverageOptions {
  readonly camera: string;
  readonly from: Date;
  readonly to: Date;
  readonly json?: boolean;
}

export function coverageCommand(): Command {
  return new Command('coverage')
    .description('Say what a camera saw and did not see between two times.')
    .requiredOption('-c, --camera <id>', 'the camera')
    .requiredOption('--from <time>', 'ISO 8601 with offset', parseTime)
    .requiredOption('--to <time>', 'ISO 8601 with offset', parseTime)
    .option('--json', 'a JSON line a part, then {"type":"coverage"} with the totals')
    .addHelpText(
      'after',
      `
Example:
  wayside coverage --camera gate-north --from 2026-05-01T00:00:00Z --to 2026-05-02T00:00:00Z

covered: seen and tracked; gap: video missing or damaged; processing: not looked at yet; not-recorded:
no footage; expired: older than footage is kept.`,
    )
    .action(async ({ camera, from, to, json = false }: CoverageOptions) => {
      if (to <= from) throw new WaysideError('TIME_INVALID', '--to does not lie after --from');
      const output = createOutput(json);
      const config = loadConfig(process.env);
      const house = await openHouse(config);
      try {
        const { db } = house.services;
        await requireCamera(db, camera);
        const rules = await listRetentionRules(db);
        const kept = keptFrom('footage', config.retention.days, rules, Date.now());
        const span = { startMs: from.getTime(), endMs: to.getTime() };
        print(output, await cameraCoverage(db, camera, span, kept));
      } finally {
        await house.close();
      }
    });
}

/** What there is to say of a part besides its kind. */
function note(cause: string | null, thinnedToFps: number | null): string {
  if (cause !== null) return ` (${cause})`;
  return thinnedToFps === null ? '' : ` (thinned to ${thinnedToFps} frames a second)`;
}

function print(output: Output, { cameraId, parts, totalsMs }: CameraCoverage): void {
  for (const { kind, startMs, endMs, cause, analysisFps, thinned } of parts) {
    const [from, to] = [startMs, endMs].map((ms) => new Date(ms).toISOString());
    output.result(
      { type: 'part', kind, from, to, cause, analysisFps, thinned },
      `${from!}  ${to!}  ${kind}${note(cause, thinned ? analysisFps : null)}`,
    );
  }
  const seconds = Object.entries(totalsMs)
    .filter(([, ms]) => ms > 0)
    .map(([kind, ms]) => `${kind} ${(ms / 1000).toFixed(1)} s`);
  output.result({ type: 'coverage', camera: cameraId, totalsMs }, seconds.join(', '));
}
