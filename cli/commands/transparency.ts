import { Command } from 'commander';
import { figuresFromLog } from '../../api/transparency/figures-from-log.ts';
import { monthReport, reportOf, requireBegun } from '../../api/transparency/month-report.ts';
import { WaysideError } from '../../pipeline/errors.ts';
import { reportCsv } from '../../pipeline/transparency/report-csv.ts';
import { askedByUser } from '../asked-by-user.ts';
import { loadConfig } from '../config.ts';
import { openHouse } from '../house.ts';
import { createOutput } from '../output.ts';

interface TransparencyOptions {
  readonly month: string;
  readonly json?: boolean;
}

const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

export function transparencyCommand(): Command {
  return new Command('transparency')
    .description('Make a month’s public figures again from the audit log, and compare.')
    .requiredOption('--month <month>', 'UTC, YYYY-MM')
    .option('--json', 'one JSON line; otherwise CSV')
    .addHelpText(
      'after',
      `
Example:
  wayside transparency --month 2026-10

Reads the whole log, which is an entry of the log for each thousand. Exit code 1 when the API
publishes something else for a month that is complete.`,
    )
    .action(async ({ month, json = false }: TransparencyOptions) => {
      if (!MONTH.test(month)) {
        throw new WaysideError('TIME_INVALID', `${month} is no month of the form YYYY-MM`);
      }
      requireBegun(month, Date.now());
      const output = createOutput(json);
      const house = await openHouse(loadConfig(process.env));
      try {
        const { db } = house.services;
        const readAt = new Date();
        const figures = await figuresFromLog(house.operator, askedByUser(), month);
        const report = await reportOf(db, figures, readAt);
        const published = await monthReport(db, month, Date.now());
        const isSame = JSON.stringify(published) === JSON.stringify(report);
        // What is read every few minutes may lag behind; a complete month may not.
        const differs = published.complete && !isSame;
        output.result(
          {
            type: 'transparency',
            report,
            published: isSame ? 'same' : differs ? 'differs' : 'older',
          },
          reportCsv(report).trimEnd(),
        );
        if (differs) {
          output.note('the API publishes something else: its tables were changed');
          process.exitCode = 1;
        }
      } finally {
        await house.close();
      }
    });
}
