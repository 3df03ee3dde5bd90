import fc from 'fast-check';
import type { JsonSchema } from '../leaks/sample-of-schema.ts';

/** Values that some program somewhere trips over. */
const RUBBISH: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, -0, 1e308, -1e308, 2 ** 53, 2 ** 63, 1e-320],
  ...['', ' ', '\0', 'a\0b', '\ud800', '\udfff\ud800', '﻿', '‮', '💥'.repeat(50)],
  ...['../../etc/passwd', "' or 1=1 --", '${7*7}', '%00', '%s%n', '<script>', '\r\nx-a: b'],
  ...['__proto__', 'constructor', 'NaN', '1e999', '-', '2026-02-31T25:61:00Z', '9'.repeat(400)],
  ...['a'.repeat(5_000), '?'.repeat(64), '*'.repeat(64), '00000000-0000-0000-0000-000000000000'],
  ...[[], {}, [[[[[[[[]]]]]]]], { a: { a: { a: { a: {} } } } }, Array(500).fill(0)],
  ...[{ toString: 1 }, { length: -1 }, [null], { then: 1 }, { $ne: null }],
];

export const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...RUBBISH),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.double(),
  fc.maxSafeInteger(),
);

/**
 * Values of the schema, each part now and then replaced by rubbish.
 * @param named values of the site that exist, by a property's name
 * @param wrongPercent how often, of each part
 */
export function valueOf(
  schema: JsonSchema,
  named: Readonly<Record<string, readonly unknown[]>>,
  wrongPercent: number,
): fc.Arbitrary<unknown> {
  const part = (inner: JsonSchema, name?: string): fc.Arbitrary<unknown> => {
    const right = fc.oneof(
      ...(name !== undefined && named[name] !== undefined
        ? [{ arbitrary: fc.constantFrom(...named[name]), weight: 4 }]
        : []),
      { arbitrary: ofType(inner), weight: 1 },
    );
    if (wrongPercent === 0) return right;
    return fc.oneof(
      { arbitrary: right, weight: 100 - wrongPercent },
      { arbitrary: rubbish, weight: wrongPercent },
    );
  };
  const ofType = (inner: JsonSchema): fc.Arbitrary<unknown> => {
    if (inner.const !== undefined) return fc.constant(inner.const);
    if (inner.enum !== undefined) return fc.constantFrom(...inner.enum);
    if (inner.anyOf !== undefined) return fc.oneof(...inner.anyOf.map((one) => part(one)));
    switch (inner.type) {
      case 'object':
        return objectOf(inner);
      case 'array':
        return fc.array(part(inner.items ?? {}), {
          minLength: inner.minItems ?? 0,
          maxLength: Math.max(inner.minItems ?? 0, 4),
        });
      case 'integer':
        return fc.integer({
          min: inner.minimum ?? -10,
          max: Math.min(inner.maximum ?? 1000, 2 ** 31 - 1),
        });
      case 'number':
        return fc.double({ min: inner.minimum ?? -1000, max: inner.maximum ?? 1000, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return textOf(inner);
    }
  };
  const objectOf = ({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> =>
    fc.record(
      Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, part(property, name)]),
      ),
      { requiredKeys: [...required] },
    );
  return part(schema);
}

function textOf({ pattern, format, examples, minLength = 0, maxLength = 60 }: JsonSchema) {
  if (examples !== undefined) return fc.constantFrom(...examples);
  if (format === 'uuid') return fc.uuid();
  const known =
    pattern === undefined ? [] : PATTERNS.filter((text) => new RegExp(pattern, 'u').test(text));
  if (known.length > 0) return fc.constantFrom(...known);
  return fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, 60)),
  });
}

/** One of them fits most patterns of the routes. */
const PATTERNS = [
  ...[
    'north',
    '07:30',
    'a'.repeat(64),
    '0',
    '2026-05',
    'entries/000',
    'Somebody saw it go by there.',
  ],
  ...['00000000-0000-4000-8000-00000000abcd', new Date().toISOString()],
];
