import { access, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it('docs/asvs.md names tests that are there', async () => {
  const text = await readFile('docs/asvs.md', 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(100);
  for (const path of new Set(named)) await expect(access(path), path).resolves.toBeUndefined();
});
