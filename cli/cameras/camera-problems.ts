import { Check } from 'typebox/value';
import { WaysideError } from '../../pipeline/errors.ts';
import { lineProblems } from '../../pipeline/geometry/lines.ts';
import { polygonProblems, type ShapeProblem } from '../../pipeline/geometry/shape-problems.ts';
import { plateGrammar, type CustomPattern } from '../../pipeline/grammar/plate-grammar.ts';
import { CameraFile } from './camera-file.ts';
import { hasBrokenVariable, wholeVariable } from './variables.ts';

export const URL_KINDS = ['rtsp://', 'rtsps://', 'http://', 'https://', 'file://'] as const;
const SCHEMAS = CameraFile.properties;
type Key = keyof CameraFile;

/**
 * What the schema can't say of `cameras`, each with its path: names twice, outlines that cross themselves,
 * regions that nothing knows, addresses of no known kind, a password in two places. Keys that the schema
 * refuses are passed over, and so is what isn't a list. Holds no value of `url`, `user` or `password`.
 */
export function cameraProblems(
  cameras: unknown,
  customPlates: readonly CustomPattern[],
): readonly string[] {
  if (!Array.isArray(cameras)) return [];
  const names = new Map<string, number>();
  return cameras.flatMap((camera: unknown, index) => {
    if (typeof camera !== 'object' || camera === null) return [];
    const at = `cameras[${index}]`;
    const given = wellFormed(camera);
    const problems = problemsOf(given, customPlates);
    const { name } = given;
    const first = name === undefined ? undefined : names.get(name);
    if (first !== undefined) problems.push(`name is that of cameras[${first}] too`);
    else if (name !== undefined) names.set(name, index);
    return problems.map((problem) => `${at}.${problem}`);
  });
}

/** The keys that are as the schema wants them. */
function wellFormed(camera: Partial<Record<Key, unknown>>): Partial<CameraFile> {
  const entries = Object.entries(SCHEMAS).filter(
    ([key, schema]) => key in camera && Check(schema, camera[key as Key]),
  );
  return Object.fromEntries(entries.map(([key]) => [key, camera[key as Key]]));
}

function problemsOf(camera: Partial<CameraFile>, customPlates: readonly CustomPattern[]): string[] {
  const { zones = [], masks = [], lines = [], regions = [] } = camera;
  return [
    ...[regions].flat().flatMap((region) => regionProblem(region, customPlates)),
    ...shapes('zones', polygonProblems(zones)),
    ...shapes('masks', polygonProblems(masks)),
    ...shapes('lines', lineProblems(lines)),
    ...addressProblems('url', camera.url),
    ...addressProblems('detectionUrl', camera.detectionUrl),
    ...secretProblems(camera),
  ];
}

function regionProblem(region: string, customPlates: readonly CustomPattern[]): string[] {
  try {
    plateGrammar([region], customPlates);
    return [];
  } catch (error) {
    // What is wrong with a pattern of one's own is told under `plates`.
    if (!(error instanceof WaysideError) || error.code !== 'REGION_UNKNOWN') return [];
    const known = error.details.known as readonly string[];
    return [`regions: there is no region “${region}”; known are ${known.join(', ')}`];
  }
}

function shapes(key: Key, problems: readonly ShapeProblem[]): string[] {
  return problems.map(({ index, key: part, why }) => `${key}[${index}].${part}: ${why}`);
}

function addressProblems(key: 'url' | 'detectionUrl', url: string | undefined): string[] {
  if (url === undefined) return [];
  if (hasBrokenVariable(url)) return [brokenVariable(key)];
  // Which kind it is then shows when the variable is read.
  if (url.startsWith('${') || URL_KINDS.some((kind) => url.startsWith(kind))) return [];
  return [`${key} starts with none of ${URL_KINDS.join(', ')}`];
}

function secretProblems({ url, user, password, passwordFile }: Partial<CameraFile>): string[] {
  const problems: string[] = [];
  for (const [key, value] of Object.entries({ user, password })) {
    if (value !== undefined && hasBrokenVariable(value)) problems.push(brokenVariable(key));
  }
  if (password !== undefined && passwordFile !== undefined) {
    problems.push('passwordFile: there is a password beside it; give one of the two');
  }
  if (url === undefined || wholeVariable(url) !== null) return problems;
  const inUrl = userinfoOf(url);
  const key = password === undefined ? 'passwordFile' : 'password';
  const hasPassword = password !== undefined || passwordFile !== undefined;
  if (user !== undefined && inUrl.user) problems.push('user: there is one in url already');
  if (hasPassword && inUrl.password) problems.push(`${key}: there is one in url already`);
  if (hasPassword && user === undefined && !inUrl.user) problems.push(`${key}: there is no user`);
  if (url.startsWith('file://') && (user !== undefined || hasPassword)) {
    problems.push(`${user === undefined ? key : 'user'}: a file needs none`);
  }
  return problems;
}

function userinfoOf(url: string): { readonly user: boolean; readonly password: boolean } {
  const userinfo = /^[a-z]+:\/\/([^/?#]*)@/.exec(url)?.[1];
  return { user: userinfo !== undefined, password: userinfo?.includes(':') ?? false };
}

function brokenVariable(key: string): string {
  return `${key}: \${…} takes the name of a variable: letters, digits, underscores`;
}
