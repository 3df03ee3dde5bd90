import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCamera } from '../../../store/cameras.ts';
import { recordFootage } from '../../../store/footage.ts';
import { saveGaps } from '../../../store/gaps.ts';
import { ensureDays } from '../../../store/partitions.ts';
import { retentionSettingsFrom } from '../../../store/retention/retention-settings.ts';
import type { SegmentStatus } from '../../../store/schema.ts';
import { recordSegment } from '../../../store/segments.ts';
import { sampleFootage } from '../../../store/testing/sample-rows.ts';
import { startTestPostgres, type TestPostgres } from '../../../store/testing/test-postgres.ts';
import { somebody, startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('coverage', () => {
  let postgres: TestPostgres;
  let api: TestApi;
  let nowMs = Date.parse('2026-05-02T12:00:00Z');
  beforeAll(async () => {
    postgres = await startTestPostgres();
    const db = postgres.database.kysely;
    // Over midnight: tracked, tracked, failed and recorded as a gap, detected, and a tail not cut yet.
    const sample = sampleFootage(new Date('2026-05-01T23:59:56Z'));
    const { segment, gap } = sample;
    await saveCamera(db, sample.camera);
    await saveCamera(db, { id: 'idle', region: 'eu' });
    await recordFootage(db, { ...sample.footage, durationMs: 20_000 });
    const segments = [
      segment(0, { status: 'tracked' }),
      segment(1, { status: 'tracked' }),
      segment(2, { status: 'failed', failureCode: 'MEDIA_TRUNCATED' }),
      segment(3, { status: 'detected' }),
    ];
    await ensureDays(
      db,
      segments.map(({ day }) => day),
    );
    for (const row of segments) await recordSegment(db, row);
    // The second broke off half way.
    await saveGaps(db, [gap(6_000, { endedAt: sample.at(8_000) })]);
    const retention = retentionSettingsFrom();
    api = await startTestApi({ db, retention, nowMs: () => nowMs });
    api.actAs(somebody('auditor'));
  });
  afterAll(async () => {
    await api.close();
    await postgres.stop();
  });

  const ask = async (query: string) => {
    const answer = await api.app.inject(`/v1/coverage?${query}`);
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const AROUND = 'from=2026-05-01T23:59:50Z&to=2026-05-02T00:00:20Z';
  const parts = (body: Record<string, unknown>) =>
    (
      body.cameras as {
        parts: { kind: string; from: string; to: string; cause: string | null }[];
      }[]
    )[0]!.parts.map(({ kind, from, to, cause }) => [
      kind,
      from.slice(14, 19),
      to.slice(14, 19),
      cause,
    ]);

  it('tells what a camera saw, what it missed and why', async () => {
    const { status, body } = await ask(`camera=north&${AROUND}`);
    expect(status).toBe(200);
    expect(parts(body)).toEqual([
      ['not-recorded', '59:50', '59:56', null],
      ['covered', '59:56', '00:02', null],
      ['gap', '00:02', '00:04', 'DECODE_FAILED'],
      ['gap', '00:04', '00:08', 'MEDIA_TRUNCATED'],
      ['processing', '00:08', '00:16', null],
      ['not-recorded', '00:16', '00:20', null],
    ]);
    expect(body.cameras).toMatchObject([
      {
        cameraId: 'north',
        totalsMs: {
          covered: 6_000,
          gap: 6_000,
          processing: 8_000,
          'not-recorded': 10_000,
          expired: 0,
        },
      },
    ]);
  });

  it('counts nothing twice and nothing as a hole that only clocks made, of a stream that goes on', async () => {
    const db = postgres.database.kysely;
    const stream = sampleFootage(new Date('2026-05-01T20:00:00Z'), 'stream');
    await saveCamera(db, stream.camera);
    await recordFootage(db, {
      ...stream.footage,
      ...{ origin: 'stream', fileName: null, sha256: null, durationMs: 20_000 },
    });
    const part = (sequence: number, fromMs: number, toMs: number, status: SegmentStatus) =>
      stream.segment(sequence, { status, startedAt: stream.at(fromMs), endedAt: stream.at(toMs) });
    for (const row of [
      part(0, 0, 3_990, 'tracked'),
      part(1, 4_005, 8_010, 'tracked'),
      part(2, 8_000, 11_900, 'tracked'),
      part(3, 12_000, 16_000, 'stored'),
      // One was lost with its machine.
      part(5, 20_000, 24_000, 'detected'),
    ]) {
      await recordSegment(db, row);
    }
    const { body } = await ask('camera=stream&from=2026-05-01T20:00:00Z&to=2026-05-01T20:00:30Z');
    expect(parts(body)).toEqual([
      ['covered', '00:00', '00:12', null],
      ['processing', '00:12', '00:16', null],
      ['not-recorded', '00:16', '00:20', null],
      ['processing', '00:20', '00:24', null],
      ['not-recorded', '00:24', '00:30', null],
    ]);
  });

  it('tells how closely what is covered was looked at', async () => {
    const db = postgres.database.kysely;
    const busy = sampleFootage(new Date('2026-05-01T21:00:00Z'), 'busy');
    await saveCamera(db, busy.camera);
    await recordFootage(db, busy.footage);
    const looks = [
      { analysisFps: 5, isThinned: false },
      { analysisFps: 2.5, isThinned: true },
      { analysisFps: 2.5, isThinned: true },
    ];
    for (const [sequence, look] of looks.entries()) {
      await recordSegment(db, busy.segment(sequence, { status: 'tracked', ...look }));
    }
    const { body } = await ask('camera=busy&from=2026-05-01T21:00:00Z&to=2026-05-01T21:00:14Z');
    expect(body.cameras).toMatchObject([
      {
        parts: [
          { kind: 'covered', to: '2026-05-01T21:00:04.000Z', analysisFps: 5, thinned: false },
          { kind: 'covered', to: '2026-05-01T21:00:12.000Z', analysisFps: 2.5, thinned: true },
          { kind: 'not-recorded', analysisFps: null, thinned: false },
        ],
        totalsMs: { covered: 12_000 },
      },
    ]);
  });

  it('tells of all cameras, those without footage too', async () => {
    const { body } = await ask(AROUND);
    expect(body.cameras).toMatchObject([
      { cameraId: 'busy' },
      { cameraId: 'idle', parts: [{ kind: 'not-recorded' }], totalsMs: { 'not-recorded': 30_000 } },
      { cameraId: 'north' },
      { cameraId: 'stream' },
    ]);
  });

  it('tells nothing of what is older than footage is kept, though it is still there', async () => {
    nowMs = Date.parse('2026-06-01T12:00:00Z');
    expect(parts((await ask(`camera=north&${AROUND}`)).body).slice(0, 2)).toEqual([
      ['expired', '59:50', '00:00', null],
      ['covered', '00:00', '00:02', null],
    ]);
    nowMs = Date.parse('2026-06-02T12:00:00Z');
    expect(parts((await ask(`camera=north&${AROUND}`)).body)).toEqual([
      ['expired', '59:50', '00:20', null],
    ]);
  });

  it.each<[string, string, number, string]>([
    ['no times', 'camera=north', 400, 'USAGE'],
    ['a camera there isn’t', `camera=nowhere&${AROUND}`, 404, 'CAMERA_UNKNOWN'],
    [
      'times the wrong way round',
      'from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z',
      400,
      'TIME_INVALID',
    ],
    ['a year of all cameras', 'from=2025-05-02T00:00:00Z&to=2026-05-01T00:00:00Z', 400, 'USAGE'],
  ])('refuses %s', async (_case, query, status, code) => {
    expect(await ask(query)).toMatchObject({ status, body: { code } });
  });
});
