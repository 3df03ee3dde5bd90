/**
 * The line Wayside doesn't cross, as a check: no model, package, name, column, route or stored vector
 * that could identify a person. Run over the files git tracks (and untracked ones it doesn't ignore):
 *
 *     npm run -s check:no-identification
 *
 * Exit code 1 with every violation named. Prose (Markdown) may speak of what Wayside won't do.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** Words that no identifier, literal, column, route or file name may hold, split at case and punctuation. */
const FORBIDDEN_WORDS = new Set([
  'face',
  'faces',
  'facial',
  'facenet',
  'arcface',
  'insightface',
  'deepface',
  'gait',
  'reid',
  'reidentification',
  'reidentify',
  'biometric',
  'biometrics',
  'ethnicity',
  'ethnic',
  'gender',
  'emotion',
  'emotions',
  'embedding',
  'embeddings',
  'pgvector',
  'iris',
  'demographic',
  'demographics',
]);

/** Words that stand for people, and what must not stand beside them in one name. */
const PERSON_WORDS = new Set(['person', 'people', 'pedestrian', 'human']);
const FORBIDDEN_BESIDE_PERSON = new Set([
  'age',
  'sex',
  'race',
  'skin',
  'identity',
  'identities',
  'name',
  'vector',
  'signature',
  'match',
  'similarity',
  'journey',
  'sighting',
  'gallery',
  'watchlist',
  'hotlist',
]);

const ALLOWED_MODEL_JOBS = new Set([
  'objects',
  'plate localisation',
  'plate reading',
  "the reader's alphabet, one character a line",
]);
const WEIGHT_ENDINGS = new Set([
  '.onnx',
  '.ort',
  '.pb',
  '.pt',
  '.pth',
  '.tflite',
  '.bin',
  '.caffemodel',
  '.safetensors',
  '.h5',
  '.engine',
]);
const CODE_ENDINGS = new Set(['.ts', '.tsx', '.mts', '.js', '.jsx', '.cjs', '.mjs']);
const TEXT_ENDINGS = new Set(['.sql', '.yaml', '.yml', '.py', '.sh', '.toml']);

/** This check, its test and the converter's package name must speak the words. */
const EXEMPT = new Set([
  'scripts/checks/no-identification.ts',
  'scripts/checks/no-identification.test.ts',
]);

export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/\bre[-_ ]id(s|entif\w*)?\b/gi, 'reid')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

export function wordsThatIdentify(name: string): string[] {
  const words = wordsOf(name);
  const found = words.filter((word) => FORBIDDEN_WORDS.has(word));
  if (words.some((word) => PERSON_WORDS.has(word)) && words.length <= 6) {
    found.push(...words.filter((word) => FORBIDDEN_BESIDE_PERSON.has(word)));
  }
  return found;
}

export function checkCode(file: string, text: string): Violation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const violations: Violation[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) ||
      ts.isPrivateIdentifier(node) ||
      ts.isLiteralExpression(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node) ||
      ts.isJsxText(node)
    ) {
      for (const word of wordsThatIdentify(node.text)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        violations.push({
          file,
          line: line + 1,
          what: `“${word}” in ${JSON.stringify(node.text.slice(0, 60))}`,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return violations;
}

export function checkText(file: string, text: string): Violation[] {
  return text.split('\n').flatMap((content, index) =>
    (content.match(/[A-Za-z][\w-]*/g) ?? []).flatMap((name) =>
      wordsThatIdentify(name).map((word) => ({
        file,
        line: index + 1,
        what: `“${word}” in ${name}`,
      })),
    ),
  );
}

export function checkPackages(file: string, text: string): Violation[] {
  const json = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap(
    (kind) =>
      Object.keys(json[kind] ?? {}).flatMap((name) =>
        /face|gait|re-?id\b|biometr|@vladmandic\/human/i.test(name)
          ? [{ file, line: 1, what: `package ${name}` }]
          : [],
      ),
  );
}

type Manifest = Readonly<
  Record<
    string,
    {
      readonly file: string;
      readonly package?: string;
      readonly sha256: string;
      readonly job: string;
    }
  >
>;

export function checkModels(manifest: Manifest, weights: ReadonlyMap<string, string>): Violation[] {
  const file = 'models/manifest.json';
  const violations: Violation[] = [];
  for (const [name, entry] of Object.entries(manifest)) {
    if (!ALLOWED_MODEL_JOBS.has(entry.job))
      violations.push({ file, line: 1, what: `model ${name} has the job “${entry.job}”` });
    for (const word of wordsThatIdentify(`${name} ${entry.file}`))
      violations.push({ file, line: 1, what: `“${word}” in model ${name}` });
  }
  const known = new Set(Object.values(manifest).map((entry) => entry.sha256));
  for (const [path, sha256] of weights) {
    if (!known.has(sha256))
      violations.push({
        file: path,
        line: 1,
        what: 'weights that models/manifest.json doesn’t list',
      });
  }
  return violations;
}

export function checkTree(root: string): Violation[] {
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\0')
    .filter(
      (file) =>
        file !== '' &&
        !EXEMPT.has(file) &&
        statSync(join(root, file), { throwIfNoEntry: false })?.isFile(),
    );
  const weights = new Map<string, string>();
  const violations: Violation[] = [];
  for (const file of files) {
    const ending = extname(file);
    const read = () => readFileSync(join(root, file), 'utf8');
    if (WEIGHT_ENDINGS.has(ending)) {
      weights.set(
        file,
        createHash('sha256')
          .update(readFileSync(join(root, file)))
          .digest('hex'),
      );
    } else if (CODE_ENDINGS.has(ending)) violations.push(...checkCode(file, read()));
    else if (TEXT_ENDINGS.has(ending)) violations.push(...checkText(file, read()));
    else if (file.endsWith('package.json')) violations.push(...checkPackages(file, read()));
    for (const word of wordsThatIdentify(file)) {
      if (ending !== '.md')
        violations.push({ file, line: 1, what: `“${word}” in the file’s name` });
    }
  }
  const manifest = JSON.parse(readFileSync(join(root, 'models/manifest.json'), 'utf8')) as Manifest;
  return [...violations, ...checkModels(manifest, weights)];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const violations = checkTree(process.cwd());
  for (const v of violations) console.error(`${v.file}:${v.line}: ${v.what}`);
  if (violations.length > 0) {
    console.error(
      `no-identification: ${violations.length} violations. Wayside does not identify people: see README.md.`,
    );
    process.exitCode = 1;
  } else console.log('no-identification: nothing that identifies people');
}
