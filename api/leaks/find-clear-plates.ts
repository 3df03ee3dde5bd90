import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { Schema } from '../../store/schema.ts';
import { canariesIn, type Canary } from './canary-plates.ts';

/**
 * Columns for text that people write about other things, kept in clear: `typed` may end up there, and the
 * documentation asks people not to write plates into them. Nothing that was seen or asked for may.
 */
export const CLEAR_TEXT_COLUMNS: readonly string[] = [
  'public.api_key.label',
  'public.camera.id',
  'public.camera.occasion',
  'public.camera.zones',
  'public.case_file.reference',
  // The camera's, whatever it is called.
  'public.retention_rule.camera_id',
];

/** As `schema.table.column plate`, of every table there is, those of the jobs too. */
export async function platesInTables(db: Kysely<Schema>): Promise<string[]> {
  const found = new Set<string>();
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(db);
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(`${schema}.${name}`)} t`.execute(db);
    for (const { row } of rows) {
      for (const [column, value] of Object.entries(row)) {
        for (const plate of canariesIn(JSON.stringify(value))) {
          found.add(`${schema}.${name}.${column} ${plate}`);
        }
      }
    }
  }
  return [...found].sort();
}

/** Files below the folder that hold a plate. */
export async function platesInFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((file) => file.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const plates: Canary[] = [...canariesIn(path), ...canariesIn(await readFile(path))];
    if (plates.length > 0) found.push(`${path} ${plates.join(', ')}`);
  }
  return found;
}
