import { Command, InvalidArgumentError } from 'commander';
import type { ReadEntry } from '../../keeper/client/keeper-client.ts';
import { MAX_ENTRIES_PER_CALL } from '../../keeper/client/protocol.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput, type Output } from '../output.ts';

interface ShowOptions {
  readonly from?: number;
  readonly limit: number;
  readonly json?: boolean;
}

export function auditShowCommand(): Command {
  return new Command('show')
    .exitOverride()
    .description('Show entries of the audit log; that they were shown is an entry too.')
    .option('--from <sequence>', 'first entry, from 0 (default: the newest)', wholeNumber)
    .option('--limit <number>', 'entries at most', positive, 20)
    .option('--json', 'a JSON line an entry')
    .addHelpText(
      'after',
      `
Examples:
  wayside audit show --limit 50
  wayside audit show --from 0 --limit 1000 --json > audit.jsonl`,
    )
    .action(async ({ from, limit, json = false }: ShowOptions) => {
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        const { auditEntries } = await house.operator.status();
        let next: number | null = from ?? Math.max(0, auditEntries - limit);
        for (let left = limit; left > 0 && next !== null;) {
          const page = await house.operator.readAudit({
            by: askedByUser(),
            fromSequence: next,
            limit: Math.min(left, MAX_ENTRIES_PER_CALL),
            view: 'full',
          });
          for (const entry of page.entries) printEntry(output, entry);
          left -= page.entries.length;
          next = page.nextSequence;
        }
      } finally {
        await house.close();
      }
    });
}

function printEntry(output: Output, { sequence, recordedAtMs, detail }: ReadEntry): void {
  const recordedAt = new Date(recordedAtMs).toISOString();
  const { action, by, ...rest } = (detail ?? {}) as {
    action?: string;
    by?: { name: string; role: string };
  };
  const who = by === undefined ? 'the keeper' : `${by.name} (${by.role})`;
  const particulars = Object.entries(rest).filter(
    ([name]) => !['version', 'sequence', 'recordedAt'].includes(name),
  );
  output.result(
    { type: 'audit-entry', sequence, recordedAt, detail },
    detail === null
      ? `${sequence}  ${recordedAt}  (was changed: see wayside audit verify)`
      : `${sequence}  ${recordedAt}  ${action}  by ${who}\n    ${JSON.stringify(Object.fromEntries(particulars))}`,
  );
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError('Use a whole number from 0.');
  }
  return number;
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('Use a whole number from 1.');
  return number;
}
