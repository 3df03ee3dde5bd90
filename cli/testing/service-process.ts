import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A command that runs until it is stopped, as a container or a service manager would run it. */
export interface ServiceProcess {
  readonly child: ChildProcess;
  /** Of standard error, so far. */
  readonly logLines: readonly string[];
  /** Its JSON line. Rejects when it ends before. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** By SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
}

const ENTRY = fileURLToPath(new URL('../wayside.ts', import.meta.url));

/** @param wrapper Put before the command line, such as `ip netns exec NAME`. */
export function startService(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  wrapper: readonly string[] = [],
): ServiceProcess {
  const argv = [
    ...wrapper,
    process.execPath,
    ...['--import', import.meta.resolve('tsx'), ENTRY, ...args, '--json'],
  ];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('WAYSIDE_'));
  const child = spawn(argv[0]!, argv.slice(1), {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => logLines.push(line));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const said: string[] = [];
  const ready = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
      if (record.type === args[0]) resolve(record);
    });
    void ended.then(([code]) => {
      const heard = [...said, ...logLines.slice(-5)].join('\n');
      reject(new Error(`wayside ${args.join(' ')} ended with ${code}: ${heard}`));
    });
  });
  ready.catch(() => undefined);
  return {
    child,
    logLines,
    ready,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}
