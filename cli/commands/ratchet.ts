import { Command, Option } from 'commander';
import { KINDS, type Kind } from '../../keeper/client/protocol.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { dayNumberOf } from '../../pipeline/time/utc-day.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';

interface RatchetOptions {
  readonly to: string;
  readonly kind: Kind | 'all';
  readonly reason: string;
  readonly json?: boolean;
}

export function ratchetCommand(): Command {
  return new Command('ratchet')
    .description('Make every day before a date unreadable, for good and for everyone.')
    .requiredOption('--to <date>', 'the oldest day to keep, UTC, YYYY-MM-DD')
    .requiredOption('--reason <text>', 'why; recorded')
    .addOption(
      new Option('--kind <kind>', 'what expires').choices([...KINDS, 'all']).default('all'),
    )
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Example:
  wayside ratchet --to 2026-05-01 --reason "retention: 21 days"

The keys of the days before are destroyed: rows, backups and the write-ahead log of those days can't
be read any more. Nobody can undo it.`,
    )
    .action(async ({ to, kind, reason, json = false }: RatchetOptions) => {
      if (Number.isNaN(dayNumberOf(to))) {
        throw new WaysideError('TIME_INVALID', `${to} is no date of the form YYYY-MM-DD`);
      }
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        let oldestDays = (await house.operator.status()).oldestDays;
        for (const each of kind === 'all' ? KINDS : [kind]) {
          oldestDays = await house.operator.moveRatchet({
            by: askedByUser(),
            kind: each,
            oldestDay: to,
            reason,
          });
        }
        output.result(
          { type: 'ratchet', oldestDays },
          `oldest day that can be read: ${KINDS.map((each) => `${each} ${oldestDays[each]}`).join(', ')}`,
        );
      } finally {
        await house.close();
      }
    });
}
