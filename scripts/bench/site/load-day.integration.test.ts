import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyring } from '../../../keeper/keyring.ts';
import { keeperPaths } from '../../../keeper/client/keeper-folder.ts';
import { startTestKeeper, type TestKeeper } from '../../../keeper/testing/test-keeper.ts';
import { utcDayOf, DAY_MS } from '../../../pipeline/time/utc-day.ts';
import { openDatabase, type Database } from '../../../store/database.ts';
import { traffic } from '../search-traffic.ts';
import { insertReads } from './insert-reads.ts';
import { loadDay } from './load-day.ts';

const DAY = utcDayOf(Date.now() - DAY_MS);
const passing = traffic({ rows: 300, cameras: 5, seed: 1 });

let site: TestKeeper;
let database: Database;

beforeAll(async () => {
  site = await startTestKeeper();
  database = openDatabase({ url: site.config.databaseUrl });
});
afterAll(async () => {
  await database.close();
  await site.stop();
});

describe('loadDay', () => {
  it('leaves what inserting leaves: indexes, columns and tokens', async () => {
    const keyring = await openKeyring(keeperPaths(site.folder + '/keeper').keyring, Date.now, {
      reads: 21,
      footage: 30,
      crops: 30,
    });
    const texts: string[] = [];
    const loader = {
      databaseUrl: site.config.databaseUrl,
      keyring,
      passing,
      seen: (text: string) => void texts.push(text),
    };
    // The second time over what the first left, as after a crash.
    await loadDay(loader, { day: DAY, rows: 100 });
    await loadDay(loader, { day: DAY, rows: 300 });
    const reads = [...passing.readsOf(DAY, 300)];
    expect(texts.slice(100)).toEqual(reads.map(({ plate }) => plate.text));
    await insertReads(site.worker, database.kysely, 1, reads);

    const { rows } = await site.sql.query<{ copies: string; indexes: string }>(`
      select count(*) as copies, (select count(*) from pg_inherits
        join pg_class parent on parent.oid = inhparent
        join pg_index on pg_index.indexrelid = parent.oid
        where indrelid = 'sighting'::regclass) as indexes
      from sighting group by captured_at, camera_id, confidence, object_class, colour,
        skeleton_token, part_tokens, length(sealed)`);
    expect(new Set(rows.map(({ copies }) => copies))).toEqual(new Set(['2']));
    expect(rows).toHaveLength(300);
    expect(rows[0]!.indexes).toBe('4');
  });
});
