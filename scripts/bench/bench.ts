import { Command, CommanderError } from 'commander';
import { createOutput, reportError } from '../../cli/output.ts';

/** A bench takes the arguments after its name and prints what it measured. */
export type Bench = (args: readonly string[]) => Promise<void>;

/** One line a bench; loaded when asked for, so that none pays for another's imports. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  accuracy: async () => (await import('./accuracy.ts')).accuracyBench,
  ingest: async () => (await import('./ingest.ts')).ingestBench,
  keeper: async () => (await import('./keeper.ts')).keeperBench,
  live: async () => (await import('./live.ts')).liveBench,
  load: async () => (await import('./load.ts')).loadBench,
  masking: async () => (await import('./masking.ts')).maskingBench,
  people: async () => (await import('./people.ts')).peopleBench,
  scale: async () => (await import('./scale.ts')).scaleBench,
  search: async () => (await import('./search.ts')).searchBench,
  soak: async () => (await import('./soak.ts')).soakBench,
  'second-stream': async () => (await import('./second-stream.ts')).secondStreamBench,
  tracks: async () => (await import('./tracks.ts')).tracksBench,
  throughput: async () => (await import('./throughput.ts')).throughputBench,
  video: async () => (await import('./video.ts')).videoBench,
};

const program = new Command('bench')
  .description('Measures Wayside and prints the machine, the versions and the figures.')
  .exitOverride()
  .enablePositionalOptions()
  .helpCommand(false);

for (const [name, load] of Object.entries(BENCHES)) {
  program
    .command(name)
    .argument('[args...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .exitOverride()
    .action(async (args: string[]) => (await load())(args));
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode =
    error instanceof CommanderError
      ? error.exitCode === 0
        ? 0
        : 2
      : reportError(createOutput(process.argv.includes('--json')), error);
}
