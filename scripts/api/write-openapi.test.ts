import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from './write-openapi.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: unknown;
  readonly parameters?: unknown;
}

describe('the OpenAPI document', async () => {
  const files = await generatedFiles();
  const document = JSON.parse(files[0]!.text) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

  it.each(
    files.map(({ file, text }) => [file.pathname.split('/').slice(-2).join('/'), file, text]),
  )('%s is as the routes are: else run `npm run api:generate`', (_, file, text) => {
    expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('is OpenAPI 3.1 with every route of people', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.map(([name]) => name)).toEqual(
      expect.arrayContaining(['POST /v1/session', 'PATCH /v1/users/{userId}', 'POST /v1/keys']),
    );
  });

  it.each(operations)(
    '%s says what it is for, who may call it and how it fails',
    (_, operation) => {
      expect(operation.summary).toBeTruthy();
      expect(operation.tags).toHaveLength(1);
      expect(operation.security).toBeDefined();
      const error = { $ref: '#/components/schemas/Error' };
      for (const status of ['4XX', '5XX']) {
        expect(operation.responses[status]).toMatchObject({
          content: { 'application/json': { schema: error } },
        });
      }
      expect(Object.keys(operation.responses).some((status) => /^[23]/.test(status))).toBe(true);
    },
  );

  it('bounds every text that a caller may send', () => {
    const unbounded: string[] = [];
    const visit = (node: unknown, place: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if (isUnboundedText(node as Record<string, unknown>)) unbounded.push(place);
      for (const [key, child] of Object.entries(node)) visit(child, `${place}/${key}`);
    };
    for (const [name, operation] of operations) {
      visit(operation.requestBody, name);
      visit(operation.parameters, name);
    }
    expect(unbounded).toEqual([]);
  });
});

function isUnboundedText(schema: Record<string, unknown>): boolean {
  if (schema.type !== 'string' || 'maxLength' in schema || 'enum' in schema || 'const' in schema) {
    return false;
  }
  const { format, pattern } = schema;
  if (format === 'uuid' || format === 'date-time' || format === 'date') return false;
  if (typeof pattern !== 'string') return true;
  // What repeats without an end, outside of escapes and classes of characters.
  const bare = pattern.replace(/\\.|\[[^\]]*\]/g, 'x');
  return !/^\^.*\$$/.test(bare) || /[+*]|,\}/.test(bare);
}
