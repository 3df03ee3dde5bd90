import { Command } from 'commander';
import { changeRetentionRule } from '../../api/retention/change-rule.ts';
import { retentionView } from '../../api/retention/retention-view.ts';
import { runRetention } from '../../api/retention/run-retention.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import type { CameraDays } from '../../store/retention/retention-rules.ts';
import { RETENTION_KINDS, type RetentionKind } from '../../store/retention/retention-settings.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse, type House } from '../house.ts';
import { createOutput, type Output } from '../output.ts';
import { retentionContext } from '../retention-context.ts';
import { receiptText, statusText } from '../retention-text.ts';

export function retentionCommand(): Command {
  return new Command('retention')
    .description('How long things are kept: look, run now, let a camera keep less.')
    .addCommand(statusCommand())
    .addCommand(runCommand())
    .addCommand(ruleCommand());
}

function statusCommand(): Command {
  return new Command('status')
    .description('Days, ceilings, rules of cameras, where the keys stand, and the last runs.')
    .option('--json', 'one JSON line')
    .exitOverride()
    .action(({ json = false }: { json?: boolean }) =>
      withHouse(json, async (context, output) => {
        const view = await retentionView(context);
        output.result({ type: 'retention', ...view }, statusText(view));
      }),
    );
}

interface RunFlags {
  readonly dryRun?: boolean;
  readonly orphans?: boolean;
  readonly clockIsRight?: boolean;
  readonly json?: boolean;
}

function runCommand(): Command {
  return new Command('run')
    .description('Delete what has expired, as `wayside up` does every hour.')
    .option('--dry-run', 'count what would go, and change nothing')
    .option('--orphans', 'also look at every object for those that no row names')
    .option('--clock-is-right', 'this machine was off, or its clock was set: believe it; recorded')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Examples:
  wayside retention run --dry-run
  wayside retention run --orphans

The keys of expired days are destroyed by the keeper, whether this runs or not; this deletes the bytes
and rows that nobody can read any more. The receipt is an entry of the audit log.`,
    )
    .exitOverride()
    .action(({ dryRun = false, orphans = false, clockIsRight = false, json = false }: RunFlags) =>
      withHouse(json, async (context, output) => {
        const by = askedByUser();
        if (clockIsRight && !dryRun) await context.keeper.keepRetention({ by, believeClock: true });
        const receipt = await runRetention(context, { by, dryRun, orphans });
        output.result({ type: 'retention-run', ...receipt }, receiptText(receipt));
      }),
    );
}

function ruleCommand(): Command {
  const command = new Command('rule')
    .description('Let a camera keep less long than the site; kinds left out follow the site.')
    .requiredOption('--camera <id>', 'the camera');
  for (const kind of RETENTION_KINDS) command.option(`--${kind} <days>`, `days of ${kind}`);
  return command
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Examples:
  wayside retention rule --camera school-gate --reads 1 --footage 3 --crops 3
  wayside retention rule --camera school-gate      (as the site again)`,
    )
    .exitOverride()
    .action((flags: Partial<Record<RetentionKind, string>> & { camera: string; json?: boolean }) =>
      withHouse(flags.json ?? false, async (context, output) => {
        const { camera: cameraId } = flags;
        const days = await changeRetentionRule(context, {
          by: askedByUser(),
          cameraId,
          days: daysFrom(flags),
        });
        const text = Object.entries(days).map(([kind, count]) => `${kind} ${count} days`);
        output.result(
          { type: 'retention-rule', camera: cameraId, days },
          `${cameraId}: ${text.length === 0 ? 'as the site' : text.join(', ')}`,
        );
      }),
    );
}

function daysFrom(flags: Partial<Record<RetentionKind, string>>): CameraDays {
  const days: Partial<Record<RetentionKind, number>> = {};
  for (const kind of RETENTION_KINDS) {
    const text = flags[kind];
    if (text === undefined) continue;
    if (!/^[1-9]\d{0,2}$/.test(text)) {
      throw new WaysideError('USAGE', `--${kind} takes a whole number of days, 1 or more`);
    }
    days[kind] = Number(text);
  }
  return days;
}

async function withHouse(
  json: boolean,
  work: (context: ReturnType<typeof retentionContext>, output: Output) => Promise<void>,
): Promise<void> {
  const config = loadConfig(process.env);
  const house: House = await openHouse(config);
  try {
    await work(retentionContext(house, config), createOutput(json));
  } finally {
    await house.close();
  }
}
