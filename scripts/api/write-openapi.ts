/** Writes api/openapi.json and the client's types from the routes: `npm run api:generate`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { openapiDocument } from './openapi-document.ts';

export interface GeneratedFile {
  readonly file: URL;
  readonly text: string;
}

/** What should be on disk. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const document = await openapiDocument();
  const types = astToString(await openapiTypes(document as OpenAPI3, { immutable: true }));
  const header =
    '/* eslint-disable -- written by `npm run api:generate` from api/openapi.json: change the routes */\n';
  return Promise.all([
    generated('../../api/openapi.json', JSON.stringify(document), 'json'),
    generated('../../client/openapi.ts', header + types, 'typescript'),
  ]);
}

async function generated(path: string, text: string, parser: string): Promise<GeneratedFile> {
  const file = new URL(path, import.meta.url);
  return { file, text: await format(text, { ...(await resolveConfig(file)), parser }) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { file, text } of await generatedFiles()) writeFileSync(file, text);
}
