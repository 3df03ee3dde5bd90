/** Writes docs/errors.md from the error catalogue: `tsx scripts/checks/error-docs.ts`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { ERROR_CATALOGUE } from '../../pipeline/errors.ts';

export const ERROR_DOCS_FILE = new URL('../../docs/errors.md', import.meta.url);

export async function errorDocs(): Promise<string> {
  const rows = Object.entries(ERROR_CATALOGUE).map(
    ([code, { retryable, exitCode, httpStatus, remedy }]) =>
      `| \`${code}\` | ${retryable ? 'yes' : 'no'} | ${exitCode} | ${httpStatus} | ${remedy.replaceAll('|', '\\|')} |`,
  );
  const text = `# Errors

Every failure has a code. Made from \`pipeline/errors.ts\` by \`scripts/checks/error-docs.ts\`.
Exit code 1: the result isn't what it should be; 2: bad usage or input.

| Code | Trying again may help | Exit code | HTTP status | What to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
  return format(text, { ...(await resolveConfig(ERROR_DOCS_FILE)), parser: 'markdown' });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(ERROR_DOCS_FILE, await errorDocs());
}
