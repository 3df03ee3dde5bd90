import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { analyseCommand } from './commands/analyse.ts';
import { apiCommand } from './commands/api.ts';
import { approversCommand } from './commands/approvers.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { auditCommand } from './commands/audit.ts';
import { coverageCommand } from './commands/coverage.ts';
import { camerasCommand } from './commands/cameras.ts';
import { findCommand } from './commands/find.ts';
import { importCommand } from './commands/import.ts';
import { ingestCommand } from './commands/ingest.ts';
import { keeperCommand } from './commands/keeper.ts';
import { migrateCommand } from './commands/migrate.ts';
import { retentionCommand } from './commands/retention.ts';
import { ratchetCommand } from './commands/ratchet.ts';
import { transparencyCommand } from './commands/transparency.ts';
import { upCommand } from './commands/up.ts';
import { workerCommand } from './commands/worker.ts';
import { readCommand } from './commands/read.ts';
import { createOutput, reportError } from './output.ts';
import { stopOnSignals } from './signals.ts';

const program = new Command('wayside')
  .description('Road and public-space camera feeds as searchable, accountable facts.')
  .version(packageJson.version)
  .exitOverride();

for (const make of [
  demoCommand,
  readCommand,
  analyseCommand,
  importCommand,
  findCommand,
  camerasCommand,
  coverageCommand,
  upCommand,
  transparencyCommand,
  ratchetCommand,
  retentionCommand,
  approversCommand,
  auditCommand,
  doctorCommand,
  migrateCommand,
  keeperCommand,
  apiCommand,
  workerCommand,
  ingestCommand,
]) {
  // Subcommands built apart don't inherit exitOverride.
  program.addCommand(make().showHelpAfterError('(see --help)').exitOverride());
}

stopOnSignals();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads has had enough, as `head` does.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version come this way too, with exit code 0; commander has printed already.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.exitCode = reportError(createOutput(process.argv.includes('--json')), error);
  }
}
