import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { configProblems } from '../config.ts';
import { CameraFile } from './camera-file.ts';

const DOCS = readFileSync(new URL('../../docs/cameras.md', import.meta.url), 'utf8');

it('docs/cameras.md names every key, and its examples can be used', () => {
  for (const key of Object.keys(CameraFile.properties))
    expect(DOCS).toMatch(new RegExp(`^\\| \`${key}\``, 'm'));
  const examples = [...DOCS.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, text]) => parse(text!) as object,
  );
  const lists = examples.filter((example) => 'cameras' in example);
  expect(lists.length).toBeGreaterThanOrEqual(4);
  for (const list of lists) expect(configProblems(list)).toEqual([]);
});
