import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { stopEmbeddedPostgres } from '../store/embedded-postgres.ts';

const folder = await mkdtemp(join(tmpdir(), 'wayside-walk-'));
await chmod(folder, 0o711);
const data = join(folder, 'data');
const config = join(folder, 'wayside.yaml');
const env = { ...process.env, WAYSIDE_DATA: data, WAYSIDE_CONFIG: config };

/** As `npm run wayside` runs it, from any folder. */
const COMMAND = [
  process.execPath,
  '--import',
  import.meta.resolve('tsx'),
  fileURLToPath(new URL('./wayside.ts', import.meta.url)),
] as const;

let demo: ChildProcess | null = null;

afterAll(async () => {
  if (demo?.exitCode === null) {
    demo.kill('SIGINT');
    await once(demo, 'exit');
  }
  await stopEmbeddedPostgres(data).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

/** The README's own lines, with this test's address and code in place of the reader's. */
async function walk(api: string, code: string): Promise<string> {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, script] = /<!-- walk:[^]*?```bash\n([^]*?)```/.exec(readme) ?? [];
  if (script === undefined) throw new Error('README.md has no walk');
  return script
    .replace(/^API=.*$/m, `API=${api}`)
    .replace(/^CODE=.*$/m, `CODE=${code}`)
    .replace(/^wayside\(\).*$/m, `wayside() { ${COMMAND.join(' ')} "$@"; }`);
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) console.warn('skipped: there is no curl here (Debian: apt-get install curl)');

test.skipIf(!hasCurl)(
  'the README’s walk goes as it says, refusals and all',
  async () => {
    await writeFile(config, 'api: { port: 0 }');
    const [program, ...args] = COMMAND;
    const running = spawn(program, [...args, 'demo', '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    demo = running;
    let up: { readonly api: string; readonly setupCode: string } | null = null;
    for await (const line of createInterface({ input: running.stdout })) {
      const record = JSON.parse(line) as { type: string };
      if (record.type === 'up') up = record as unknown as { api: string; setupCode: string };
      if (up !== null) break;
    }

    const shell = spawn('bash', ['-euo', 'pipefail', '-c', await walk(up!.api, up!.setupCode)], {
      env: { ...env, npm_config_loglevel: 'error' },
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, complaints, [exitCode]] = await Promise.all([
      text(shell.stdout),
      text(shell.stderr),
      once(shell, 'exit') as Promise<[number]>,
    ]);
    expect(exitCode, out + complaints).toBe(0);
    const milestones = [
      '"role":"administrator"',
      '"status":"waiting"',
      'ida may approve from now on',
      '"code":"PATTERN_TOO_WIDE"',
      '"code":"GRANT_INVALID"',
      '"code":"FORBIDDEN"',
      '"code":"FORBIDDEN"',
      '"expectedMatches":1',
      '"status":"approved"',
      '"text":"LM142DM"',
      '"code":"GRANT_INVALID"',
      'search rows-opened',
      'whole',
      'whole',
      '"month":',
    ];
    let from = 0;
    for (const milestone of milestones) {
      const at = out.indexOf(milestone, from);
      expect(
        at,
        `${milestone} after\n${out.slice(0, from)}\nin\n${out.slice(from)}`,
      ).toBeGreaterThan(-1);
      from = at + milestone.length;
    }
    expect(complaints).toContain('GRANT_INVALID');
  },
  400_000,
);
