import type { TSchema } from 'typebox';
import { Settings } from 'typebox/system';
import { Value } from 'typebox/value';
import { parseDocument } from 'yaml';
import { WaysideError } from '../pipeline/errors.ts';

/** Typebox stops at eight. */
const MOST_ERRORS = 1000;

/**
 * The file's value. What is wrong is told by place and kind, never by what stands there: that may be half
 * of a password.
 * @throws WaysideError CONFIG_INVALID
 */
export function parseYaml(text: string, path: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const place = problem.linePos?.[0];
    const where = place === undefined ? '' : `line ${place.line}, column ${place.col}: `;
    throw new WaysideError('CONFIG_INVALID', `${path} is not YAML: ${where}${problem.code}`);
  }
  try {
    return document.toJS() ?? {};
  } catch {
    // Its message holds the alias, which a password that begins with * is taken for.
    throw new WaysideError(
      'CONFIG_INVALID',
      `${path} is not YAML: * stands before an alias that nothing defines; put quotes around it`,
    );
  }
}

/** Every key that isn't as the schema wants it, with its path, such as `cameras[1].place.latitude`. */
export function schemaProblems(schema: TSchema, value: unknown): readonly string[] {
  if (Value.Check(schema, value)) return [];
  const problems = everyError(schema, value).flatMap(
    ({ keyword, instancePath, params, message }) => {
      const key = keyOf(instancePath);
      const inKey = (names: readonly string[]) =>
        names.map((name) => (key ? `${key}.${name}` : name));
      // A key that nothing allows is told once, by the object that doesn't know it.
      if (keyword === 'boolean' || keyword === 'anyOf') return [];
      if ('additionalProperties' in params && Array.isArray(params.additionalProperties)) {
        return [`unknown key ${inKey(params.additionalProperties).join(', ')}`];
      }
      if ('requiredProperties' in params && Array.isArray(params.requiredProperties)) {
        return inKey(params.requiredProperties).map((name) => `${name} is missing`);
      }
      return [`${key || 'the file'} ${message}`];
    },
  );
  return [...new Set(problems)];
}

export function invalidConfig(path: string, problems: readonly string[]): WaysideError {
  return new WaysideError('CONFIG_INVALID', `${path}: ${problems.join('; ')}`, {
    details: { path, problems },
  });
}

function everyError(schema: TSchema, value: unknown) {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: MOST_ERRORS });
  try {
    return Value.Errors(schema, value);
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** `/cameras/1/place/latitude` → `cameras[1].place.latitude` */
function keyOf(instancePath: string): string {
  return instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (key, part) => (/^\d+$/.test(part) ? `${key}[${part}]` : key ? `${key}.${part}` : part),
      '',
    );
}
