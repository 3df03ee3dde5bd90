import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sealBytes } from '../keeper/client/sealed-objects.ts';
import { saveCamera } from '../store/cameras.ts';
import type { FootageProgress } from '../store/footage.ts';
import { footageIdOf } from '../store/identity.ts';
import { segmentsOfFootage } from '../store/segments.ts';
import { sha256OfFile } from './file-digest.ts';
import { importFootage } from './import.ts';
import { ingestFootage, openFootage } from './ingest-footage.ts';
import type { Job } from './job-map.ts';
import { startWorkers, type Workers } from './start-workers.ts';
import type { BackendService } from './testing/backend-service.ts';
import { BACKENDS } from './testing/backends.ts';
import { footageRows } from './testing/footage-rows.ts';
import { openHouse, type House } from './testing/house.ts';
import type { ImportOrder } from './testing/import-process.ts';
import { CLIP_PLATES, makePlateClip } from './testing/plate-clip.ts';
import { startPostgres } from './testing/postgres-service.ts';

// A killed worker's job waits for its lock to run out, and a loaded machine for its turn.
vi.setConfig({ testTimeout: 240_000 });

/**
 * The job graph as a user meets it: real workers in processes of their own, real models, a real keeper.
 * Whatever is done to it on the way, an import leaves the same rows as one that nobody disturbed.
 */
describe.each(BACKENDS)('the job graph with jobs on $name', ({ name, missing, start }) => {
  if (missing !== null) {
    it.skip(`is not tested: ${missing}`, () => undefined);
    return;
  }

  const SEGMENT_MS = 2000;
  const startedAt = new Date(Date.now() - 3_600_000);
  let folder: string;
  let clip: string;
  let database: Awaited<ReturnType<typeof startPostgres>>;
  let jobs: BackendService;
  let house: House;
  let undisturbed: Awaited<ReturnType<typeof footageRows>>;
  let cameras = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayside-graph-'));
    clip = await makePlateClip(folder);
    database = await startPostgres();
    jobs = name === 'PostgreSQL' ? database : await start();
    house = await openHouse(database.databaseUrl, jobs.jobsUrl);
  });
  afterAll(async () => {
    await house.close();
    if (jobs !== database) await jobs.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A camera of the test's own, so that its import is a new one. */
  const newCamera = async (): Promise<string> => {
    const id = `camera-${++cameras}`;
    await saveCamera(house.database.kysely, { id, region: 'eu' });
    return id;
  };
  const hire = async (count = 1): Promise<Workers> => {
    const workers = await startWorkers(house.config, count);
    onTestFinished(() => workers.stop());
    return workers;
  };
  const importClip = (cameraId: string, onProgress?: (progress: FootageProgress) => void) =>
    importFootage(clip, {
      cameraId,
      startedAt,
      segmentMs: SEGMENT_MS,
      services: house.services,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  const footageOf = async (cameraId: string): Promise<string> =>
    footageIdOf(cameraId, await sha256OfFile(clip), startedAt);
  const rowsOf = async (cameraId: string) =>
    footageRows(house.database.kysely, await footageOf(cameraId));
  const kill = (workers: Workers): void => {
    for (const pid of workers.pids) process.kill(pid, 'SIGKILL');
  };
  /** Stores the segments with no worker at work, and gives the jobs that were asked for. */
  const ingestOnly = async (cameraId: string): Promise<Job[]> => {
    const asked: Job[] = [];
    const queues = {
      ...house.services.queues,
      enqueue: (batch: readonly Job[]) => Promise.resolve(void asked.push(...batch)),
    };
    const services = { ...house.services, queues };
    const file = await openFootage(clip, { cameraId, startedAt }, services);
    await ingestFootage(file, SEGMENT_MS, services, { onStored: () => undefined });
    return asked;
  };

  it('imports a file: every segment tracked, a sighting for every plate, progress on the way', async () => {
    const cameraId = await newCamera();
    await hire();
    const seen: FootageProgress[] = [];
    const result = await importClip(cameraId, (progress) => seen.push(progress));
    undisturbed = await rowsOf(cameraId);

    expect(result).toMatchObject({ segments: 6, plates: CLIP_PLATES.length, gaps: 0 });
    expect(result.startedAt).toEqual(startedAt);
    expect(undisturbed.status).toBe('complete');
    expect(undisturbed.segments.map(({ status }) => status)).toEqual(Array(6).fill('tracked'));
    const ends = undisturbed.segments.map(({ endMs }) => endMs);
    expect(undisturbed.segments.map(({ startMs }) => startMs)).toEqual([0, ...ends.slice(0, -1)]);
    expect(ends.at(-1)).toBe(12_000);
    expect(undisturbed.sightings).toHaveLength(CLIP_PLATES.length);
    expect(new Set(undisturbed.sightings.map((s) => s.skeletonToken)).size).toBe(
      CLIP_PLATES.length,
    );
    // Each plate crosses a border between segments and stays one track.
    for (const { firstMs, lastMs } of undisturbed.tracks) {
      expect(ends.some((borderMs) => firstMs < borderMs && borderMs < lastMs)).toBe(true);
    }
    const done = seen.map(({ segments }) => segments.tracked);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(new Set(done).size).toBeGreaterThan(2);
  });

  it('leaves no clear text or video behind, in objects, rows or scratch', async () => {
    const { objects, scratchFolder, databaseUrl } = house.config.services;
    if (objects.kind !== 'folder') throw new Error('the test house keeps objects in a folder');
    const names = await readdir(objects.path, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(6);
    for (const { parentPath, name: file } of files) {
      const bytes = await readFile(join(parentPath, file));
      expect(bytes.subarray(0, 4).toString('latin1')).toBe('WSO1');
      for (const clear of [...CLIP_PLATES, 'matroska', 'JFIF', 'detections']) {
        expect(bytes.includes(clear)).toBe(false);
      }
    }
    const { rows } = await sql<{ text: string }>`
      select row_to_json(sighting)::text as text from sighting
      union all select row_to_json(track)::text from track
      union all select row_to_json(tracker_state)::text from tracker_state
    `.execute(house.database.kysely);
    expect(rows.length).toBeGreaterThan(0);
    for (const plate of CLIP_PLATES) {
      for (const { text } of rows) expect(text).not.toContain(plate);
    }
    expect(databaseUrl).toBeTruthy();
    const left = await readdir(scratchFolder, { recursive: true });
    expect(left).toEqual([`process-${process.pid}`]);
  });

  it('changes nothing when the import runs again, or any job of it, or all of them twice', async () => {
    const cameraId = await newCamera();
    const asked = await ingestOnly(cameraId);
    await hire(2);
    await importClip(cameraId);
    const table = async (): Promise<unknown> => {
      const { rows } = await sql`
        select track.*, sighting.sealed, sighting.xmin::text as written, track.xmin::text
        from track left join sighting on sighting.track_id = track.id
        where track.camera_id = ${cameraId} order by number`.execute(house.database.kysely);
      return rows;
    };
    const before = await table();
    expect(await rowsOf(cameraId)).toEqual(undisturbed);

    await importClip(cameraId);
    await house.services.queues.enqueue([...asked, ...asked]);
    await house.services.queues.enqueue(asked);
    for (const job of ['detect', 'track'] as const) {
      await expect.poll(() => house.services.queues.pending(job), { timeout: 30_000 }).toBe(0);
    }
    expect(await table()).toEqual(before);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });

  it('takes jobs in any order, and tracking before there is anything to track', async () => {
    const cameraId = await newCamera();
    const asked = await ingestOnly(cameraId);
    const footageId = await footageOf(cameraId);
    const tracks = [4, 1, null, 0].map((sequence) => ({
      name: 'track' as const,
      payload: { footageId, sequence },
    }));
    await house.services.queues.enqueue([...tracks, ...asked.reverse()]);
    await hire(2);
    await importClip(cameraId);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });

  it('goes on after every worker was killed while it looked at a segment', async () => {
    const cameraId = await newCamera();
    const workers = await hire();
    let kills = 0;
    await importClip(cameraId, ({ segments }) => {
      if (segments.stored < 6 && segments.tracked + segments.detected > kills && kills < 2) {
        kills++;
        kill(workers);
      }
    });
    expect(kills).toBe(2);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });

  it('goes on after a worker was killed in the middle of writing tracks', async () => {
    const cameraId = await newCamera();
    const db = house.database.kysely;
    const workers = await hire();
    let killed = 0;
    // Tracks are written before the tracker's state: whoever wants to write that has to wait for us.
    const blocked = db.transaction().execute(async (trx) => {
      await sql`lock table tracker_state in share mode`.execute(trx);
      await expect
        .poll(
          async () => {
            const { rows } = await sql<{ pid: number }>`
              select pid from pg_locks where relation = 'tracker_state'::regclass and not granted
            `.execute(db);
            return rows.length;
          },
          { timeout: 30_000 },
        )
        .toBeGreaterThan(0);
      killed = workers.pids.length;
      kill(workers);
    });
    await Promise.all([importClip(cameraId), blocked]);
    expect(killed).toBe(1);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });

  it('goes on where a killed import stopped', async () => {
    const cameraId = await newCamera();
    const order: ImportOrder = {
      config: house.config.services,
      file: clip,
      cameraId,
      startedAt: startedAt.toISOString(),
      segmentMs: SEGMENT_MS,
    };
    for (const afterStored of [1, 3]) {
      const child = fork(new URL('./testing/import-process.ts', import.meta.url), {
        execArgv: ['--import', import.meta.resolve('tsx')],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      child.send(order);
      const gone = once(child, 'exit');
      child.on('message', ({ segments }: FootageProgress) => {
        if (segments.stored >= afterStored) child.kill('SIGKILL');
      });
      const [, signal] = (await gone) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
    }
    await hire();
    await importClip(cameraId);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });

  it('leaves a gap with its cause where a segment is broken, and goes on behind it', async () => {
    const cameraId = await newCamera();
    await ingestOnly(cameraId);
    const { kysely: db } = house.database;
    const { keeper, objects } = house.services;
    const [, notVideo, , tampered] = await segmentsOfFootage(db, await footageOf(cameraId));
    const { sealed, ticket } = await sealBytes(
      keeper,
      {
        kind: 'footage',
        content: 'footage',
        objectId: notVideo!.objectKey,
        cameraId,
        startMs: notVideo!.startedAt.getTime(),
        endMs: notVideo!.endedAt.getTime(),
      },
      Buffer.from('not a video at all '.repeat(500)),
    );
    await objects.put(notVideo!.objectKey, sealed);
    await db
      .updateTable('segment')
      .set({ footageTicket: ticket })
      .where('id', '=', notVideo!.id)
      .execute();
    const store = house.config.services.objects;
    if (store.kind !== 'folder') throw new Error('the test house keeps objects in a folder');
    const path = join(store.path, tampered!.objectKey);
    const bytes = await readFile(path);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(path, bytes);

    await hire();
    const result = await importClip(cameraId);
    const rows = await rowsOf(cameraId);
    expect(result.gaps).toBe(2);
    expect(rows.status).toBe('complete');
    expect(rows.segments.map(({ status, failureCode }) => failureCode ?? status)).toEqual([
      'tracked',
      'NOT_MEDIA',
      'tracked',
      'SEAL_BROKEN',
      'tracked',
      'tracked',
    ]);
    const { startMs: firstMs, endMs: firstEndMs } = rows.segments[1]!;
    const { startMs: secondMs, endMs: secondEndMs } = rows.segments[3]!;
    expect(rows.gaps).toEqual([
      { cause: 'NOT_MEDIA', startMs: firstMs, endMs: firstEndMs },
      { cause: 'SEAL_BROKEN', startMs: secondMs, endMs: secondEndMs },
    ]);
    expect(rows.sightings.length).toBeGreaterThan(0);
  });

  it(`goes on by itself after ${name} was away for some seconds`, async () => {
    const cameraId = await newCamera();
    await hire();
    const outages: Promise<void>[] = [];
    const takeAway = async (): Promise<void> => {
      await jobs.stop();
      await sleep(4000);
      await jobs.start();
    };
    await importClip(cameraId, ({ segments }) => {
      if (outages.length === 0 && segments.tracked > 0) outages.push(takeAway());
    });
    await Promise.all(outages);
    expect(outages).toHaveLength(1);
    expect(await rowsOf(cameraId)).toEqual(undisturbed);
  });
});
