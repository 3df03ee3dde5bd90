import { createHash } from 'node:crypto';
import type pg from 'pg';
import { sql, type RawBuilder } from 'kysely';

const MARK = '/* prepared */';

/**
 * In front of a statement that takes longer to plan than to run: each connection keeps it under a
 * name, and PostgreSQL its plan, which from the sixth run on doesn't look at the parameters.
 */
export const prepared = sql.raw(MARK);

/**
 * A list as a parameter that the planner doesn't see into. Of one that it sees it knows the length, and
 * how rare its elements are; planning with that looks cheaper than the plan it kept, every time, and
 * takes longer than the search.
 */
export function hidden(
  list: readonly unknown[],
  type: 'bigint' | 'uuid' | 'date',
): RawBuilder<unknown> {
  return sql`(select ${list}::${sql.raw(type)}[])`;
}

/** Plans of a month's search take some 500 kB each. */
const MOST_PER_CONNECTION = 50;

const namesOf = new WeakMap<pg.ClientBase, Map<string, string>>();

/** What to give to node-postgres: with a name when the text has the mark. */
export function asStatement(
  client: pg.ClientBase,
  text: string,
  values: unknown[],
): pg.QueryConfig<unknown[]> {
  if (!text.startsWith(MARK)) return { text, values };
  const names = namesOf.get(client) ?? new Map<string, string>();
  namesOf.set(client, names);
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    names.set(text, name);
  }
  return { name, text, values };
}

/** Whether the connection has prepared its fill and should be replaced: nothing else frees its plans. */
export function isFull(client: pg.ClientBase): boolean {
  return (namesOf.get(client)?.size ?? 0) >= MOST_PER_CONNECTION;
}
