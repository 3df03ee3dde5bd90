import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { rebuildTrackCounts } from '../track-counts/rebuild-track-counts.ts';

/**
 * Zones of cameras, what tracks are searched by beside their time, tracks counted by hour and day, and
 * footage on its way in. The counts aren't partitioned: a camera may keep its tracks for fewer days than
 * others do, and they are few.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table camera
      add column zones jsonb not null default '[]' check (jsonb_typeof(zones) = 'array'),
      add column status text not null default 'active' check (status in ('active', 'paused'))
  `.execute(db);
  await sql`
    alter table track
      add column zones text[] not null default '{}',
      add column has_plate boolean not null default false`.execute(db);
  await sql`
    update track set has_plate = true
    where exists (select from sighting where sighting.track_id = track.id)`.execute(db);

  await sql`
    create table track_hour_count (
      camera_id text not null,
      zone text not null,
      hour_at timestamptz not null,
      cells bytea not null,
      primary key (camera_id, zone, hour_at)
    ) with (fillfactor = 80)`.execute(db);
  await sql`create index track_hour_count_by_hour on track_hour_count (hour_at, camera_id)
    where zone = ''`.execute(db);
  await sql`
    create table track_day_count (
      camera_id text not null,
      zone text not null,
      day date not null,
      cells bytea not null,
      primary key (camera_id, zone, day)
    ) with (fillfactor = 80)`.execute(db);
  await rebuildTrackCounts(db as Kysely<Schema>);

  await sql`
    create table footage_import (
      id uuid primary key,
      camera_id text not null references camera (id),
      source text not null check (source in ('upload', 'path')),
      file_name text not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      byte_count bigint not null check (byte_count >= 0),
      given_started_at timestamptz,
      path text,
      object_key text,
      object_ticket bytea,
      segment_ms integer check (segment_ms > 0),
      status text not null check (status in ('waiting', 'splitting', 'split', 'failed')),
      failure_code text,
      failure_message text,
      requested_by text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index footage_import_by_age on footage_import (created_at desc, id)`.execute(db);
}
