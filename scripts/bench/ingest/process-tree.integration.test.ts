import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { treeUsage } from './process-tree.ts';

it('is nothing of a process that is not there', async () => {
  expect(await treeUsage(2 ** 22 + 1)).toEqual({
    cpuMs: 0,
    rssBytes: 0,
    pssBytes: 0,
    processes: 0,
  });
});

it('counts a process, its children, and what ended children used', async () => {
  const BUSY = 'const t = Date.now(); while (Date.now() - t < 700);';
  const program =
    `const { spawn, spawnSync } = require('node:child_process');` +
    `spawnSync(process.execPath, ['-e', ${JSON.stringify(BUSY)}]);` +
    `const s = spawn('sleep', ['60']); process.stdin.on('end', () => { s.kill(); process.exit(); }).resume(); console.log('ready'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const usage = await treeUsage(child.pid!);
    expect(usage.processes).toBe(2);
    // The busy child ended; on a machine with more to do it got only part of a core.
    expect(usage.cpuMs).toBeGreaterThan(100);
    expect(usage.rssBytes).toBeGreaterThan(10_000_000);
    expect(usage.pssBytes).toBeGreaterThan(1_000_000);
    expect(usage.pssBytes).toBeLessThanOrEqual(usage.rssBytes);
  } finally {
    child.stdin.end();
  }
});
