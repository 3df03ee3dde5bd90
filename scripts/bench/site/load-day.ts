import pg from 'pg';
import { sealReads } from '../../../keeper/calls/seal-reads.ts';
import { bytesFromWire } from '../../../keeper/client/wire-bytes.ts';
import type { KeeperState } from '../../../keeper/keeper-state.ts';
import type { Keyring } from '../../../keeper/keyring.ts';
import { dayNumberOf, type UtcDay } from '../../../pipeline/time/utc-day.ts';
import { deterministicId } from '../../../store/identity.ts';
import { partitionName } from '../../../store/partitions.ts';
import type { Traffic, TrafficRead } from '../search-traffic.ts';
import { copySightings, type SightingToCopy } from './copy-sightings.ts';

export interface DayToLoad {
  readonly day: UtcDay;
  readonly rows: number;
}

export interface DayLoader {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly passing: Traffic;
  /** Told of every plate text that is read. */
  readonly seen: (text: string) => void;
}

const SEAL_AT_ONCE = 1_000;

/**
 * Makes and fills the day's partition, a half-filled one anew. Sealed by the keeper's own code; the rows
 * come by COPY, in order of time, and the indexes after them: the same as row by row, only sooner.
 */
export async function loadDay(loader: DayLoader, { day, rows }: DayToLoad): Promise<void> {
  const client = new pg.Client({ connectionString: loader.databaseUrl });
  await client.connect();
  const name = partitionName('sighting', day);
  const table = client.escapeIdentifier(name);
  try {
    await client.query(`drop table if exists ${table}`);
    await client.query(
      `create table ${table} (like sighting including all excluding indexes excluding statistics)`,
    );
    await copySightings(client, name, dayNumberOf(day), sealed(loader, day, rows));
    await makeIndexes(client, name);
    await client.query(
      `alter table sighting attach partition ${table} for values in (${client.escapeLiteral(day)})`,
    );
    // What autovacuum does in time by itself.
    await client.query(`vacuum (analyze) ${table}`);
  } finally {
    await client.end();
  }
}

/** Those of the partitioned table, so that attaching finds them there and makes none. */
async function makeIndexes(client: pg.Client, name: string): Promise<void> {
  // For this connection only, as a bulk load would have it.
  await client.query(`set maintenance_work_mem = '512MB'`);
  const { rows } = await client.query<{ definition: string; primary: boolean }>(
    `select pg_get_indexdef(indexrelid) as definition, indisprimary as primary
     from pg_index where indrelid = 'sighting'::regclass order by indexrelid`,
  );
  for (const [number, { definition, primary }] of rows.entries()) {
    const index = `${name}_${number}`;
    await client.query(
      definition.replace(/ INDEX \S+ ON ONLY \S+ /, ` INDEX ${index} ON ${name} `),
    );
    if (primary) await client.query(`alter table ${name} add primary key using index ${index}`);
  }
}

async function* sealed(
  { keyring, passing, seen }: DayLoader,
  day: UtcDay,
  rows: number,
): AsyncGenerator<SightingToCopy> {
  let number = 0;
  let batch: (TrafficRead & { readonly id: string })[] = [];
  const seal = async (): Promise<SightingToCopy[]> => {
    const { reads } = await sealReads({ keyring } as KeeperState, { reads: batch });
    const ready = reads.map((read, at): SightingToCopy => {
      const { id, capturedAtMs, cameraId, plate } = batch[at]!;
      return {
        id: Buffer.from(id.replaceAll('-', ''), 'hex'),
        capturedAtMs,
        cameraId,
        confidence: plate.confidence,
        sealed: bytesFromWire(read.sealed),
        skeletonToken: bytesFromWire(read.skeletonToken),
        partTokens: bytesFromWire(read.partTokens),
      };
    });
    batch = [];
    return ready;
  };
  for (const read of passing.readsOf(day, rows)) {
    seen(read.plate.text);
    batch.push({ ...read, id: deterministicId('bench', day, number++) });
    if (batch.length === SEAL_AT_ONCE) yield* await seal();
  }
  yield* await seal();
}
