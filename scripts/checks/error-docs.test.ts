import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERROR_DOCS_FILE, errorDocs } from './error-docs.ts';

it('documents every error code as the catalogue has it', async () => {
  expect(readFileSync(ERROR_DOCS_FILE, 'utf8')).toBe(await errorDocs());
});
