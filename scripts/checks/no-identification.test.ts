import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordsThatIdentify } from './no-identification.ts';

const check = resolve(dirname(fileURLToPath(import.meta.url)), 'no-identification.ts');
const tsx = import.meta.resolve('tsx');

describe('wordsThatIdentify', () => {
  it.each([
    ['', []],
    ['interface surfaceArea vehicleClass', []],
    ['personBoxes', []],
    ['faceIndex', ['face']],
    ['person_embedding', ['embedding']],
    ['re-id', ['reid']],
    ['personReId', ['reid']],
    ['/v1/people/journey', ['journey']],
    ['person_age', ['age']],
    ['averageSpeed', []],
  ])('%j', (name, expected) => {
    expect(wordsThatIdentify(name)).toEqual(expected);
  });
});

describe('the check, on a planted violation', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wayside-check-'));
    execFileSync('git', ['init', '-q'], { cwd: root });
    plant(
      'models/manifest.json',
      JSON.stringify({ a: { file: 'a.onnx', sha256: '0', job: 'objects' } }),
    );
    plant('store/schema.ts', 'export const columns = ["object_class", "box"];');
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const plant = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const run = () =>
    spawnSync(process.execPath, ['--import', tsx, check], { cwd: root, encoding: 'utf8' });

  it('passes the clean tree', () => {
    expect(run().status).toBe(0);
  });
  it.each([
    [
      'a column',
      'store/people.ts',
      'export const sql = "alter table track add column face_vector bytea";',
    ],
    ['a route', 'api/routes.ts', 'app.post("/v1/faces/search", () => 1);'],
    ['an identifier', 'pipeline/x.ts', 'export function matchGait() { return 1; }'],
    ['an embedding', 'pipeline/y.ts', 'export interface PersonTrack { embedding: Float32Array }'],
    ['a person linked across cameras', 'pipeline/z.ts', 'export const personJourney = [];'],
    ['a migration in SQL', 'store/migrations/1.sql', 'create extension pgvector;'],
    ['a package', 'package.json', '{"dependencies":{"face-api.js":"1"}}'],
    ['weights that nobody listed', 'models/weights/extra.onnx', 'bytes'],
    [
      'a model with another job',
      'models/manifest.json',
      '{"a":{"file":"a.onnx","sha256":"0","job":"recognise people"}}',
    ],
  ])('fails on %s', (_what, file, content) => {
    plant(file, content);
    const result = run();
    expect(result.status).toBe(1);
    expect(result.stderr).toContain(file);
  });
});
