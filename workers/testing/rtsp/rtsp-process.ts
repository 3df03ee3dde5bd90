import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const SCRIPT = fileURLToPath(new URL('server/main.py', import.meta.url));
/** Debian's own: GObject introspection is not there for others. */
export const PYTHON = '/usr/bin/python3';
export const INSTALL =
  'apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base ' +
  'gstreamer1.0-plugins-good gstreamer1.0-plugins-bad';

/** The GStreamer process behind the test's cameras; it ends with this process, however that ends. */
export interface RtspProcess {
  readonly pid: number;
  ask(command: string, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

type Line =
  | { readonly ready: true }
  | { readonly missing: string }
  | { readonly id: number; readonly result: Record<string, unknown> }
  | { readonly id: number; readonly error: string };

/** @throws Error saying which packages to install, where they are missing */
export async function startRtspProcess(python = PYTHON): Promise<RtspProcess> {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (line: Line) => void>();
  const ended = new Promise<string>((settle) => {
    child.once('error', (error) => {
      settle(error.message);
    });
    child.once('close', (code, signal) => {
      settle(`it ended with ${signal ?? code ?? 'nothing'}`);
    });
  });
  child.stdin.on('error', () => undefined);

  const first = new Promise<Line>((settle) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if ('id' in line) waiting.get(line.id)?.(line);
      else settle(line);
    });
  });
  const missing = (why: string): Error =>
    new Error(`No RTSP server for tests: ${why} (Debian: ${INSTALL})`);
  const beginning = await Promise.race([first, ended]);
  if (typeof beginning === 'string') throw missing(beginning);
  if ('missing' in beginning) throw missing(beginning.missing);

  let lastId = 0;
  return {
    pid: child.pid!,
    async ask(command, args) {
      const id = ++lastId;
      const answer = new Promise<Line>((settle) => waiting.set(id, settle));
      child.stdin.write(`${JSON.stringify({ id, do: command, with: args })}\n`);
      const line = await Promise.race([answer, ended]);
      waiting.delete(id);
      if (typeof line === 'string') throw new Error(`The RTSP server for tests is gone: ${line}`);
      if ('error' in line) throw new Error(`${command}: ${line.error}`);
      return 'result' in line ? line.result : {};
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
