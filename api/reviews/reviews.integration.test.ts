import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BY,
  NOW_MS,
  QUERY,
  startTestKeeper,
  type TestKeeper,
} from '../../keeper/testing/test-keeper.ts';
import { DEFAULT_REVIEW_SETTINGS } from '../../pipeline/reviews/review-settings.ts';
import { DAY_MS, utcDayOf } from '../../pipeline/time/utc-day.ts';
import { monthOfMoment } from '../../pipeline/transparency/month-time.ts';
import type { TransparencyReport } from '../../pipeline/transparency/report.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { somebody, startTestApi, type TestApi } from '../testing/test-api.ts';
import { figuresFromLog } from '../transparency/figures-from-log.ts';
import { reportOf } from '../transparency/month-report.ts';
import { reviewLog } from './keep-reviewing.ts';
import type { ReviewDetail, ReviewItem } from './review-schemas.ts';

let site: TestKeeper;
let database: Database;
let api: TestApi;
/** The API's clock; the keeper has its own. */
let nowMs = NOW_MS;
/** No search is in the sample by its draw: what is sampled is what a day owes. */
const settings = { ...DEFAULT_REVIEW_SETTINGS, sampleShare: 0 };
const MONTH = monthOfMoment(NOW_MS);

beforeAll(async () => {
  site = await startTestKeeper();
  database = openDatabase({ url: site.config.databaseUrl });
  const context = { db: database.kysely, keeper: site.operator, nowMs: () => nowMs };
  api = await startTestApi(context);
});
afterAll(async () => {
  await api.close();
  await database.close();
  await site.stop();
});

const review = () =>
  reviewLog({ db: database.kysely, keeper: site.operator, settings, nowMs: () => nowMs });
const entries = async () => (await site.operator.status()).auditEntries;

/** Gives the sequence of the search. */
async function search(caseId: string, query = QUERY, by: { name: string; role: string } = BY) {
  const span = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: ['north'] };
  const grant = site.grant({ caseId, id: `grant-${caseId}`, plates: [query] });
  await site.operator.search({ by, grant, query, ...span });
  return (await entries()) - 1;
}

async function list(status?: 'open' | 'judged'): Promise<ReviewItem[]> {
  api.actAs(somebody('auditor', 'otto'));
  const url = `/v1/audit/reviews${status === undefined ? '' : `?status=${status}`}`;
  const answer = await api.app.inject(url);
  expect(answer.statusCode).toBe(200);
  return answer.json<{ items: ReviewItem[] }>().items;
}

const judge = (id: string | number, verdict = 'not-justified') =>
  api.app.inject({
    method: 'POST',
    url: `/v1/audit/reviews/${id}/judgement`,
    payload: { verdict, note: 'there is no such file' },
  });

async function published(): Promise<TransparencyReport> {
  api.actAs(null);
  const answer = await api.app.inject(`/v1/transparency?month=${MONTH}`);
  expect(answer.statusCode).toBe(200);
  return answer.json<TransparencyReport>();
}

describe('reviews', () => {
  let odd: number;

  it('are none before anything was searched; the settings are on record', async () => {
    await review();
    expect(await list()).toEqual([]);
    const details = await site.auditDetails();
    expect(details.filter(({ action }) => action === 'configuration-changed')).toMatchObject([
      { by: { name: '(reviews)' }, particulars: { kind: 'reviews', settings, before: null } },
    ]);
  });

  it('are made of the log once: nothing new, nothing read, nothing logged', async () => {
    await review();
    const before = await entries();
    await review();
    await review();
    expect(await entries()).toBe(before);
  });

  it('find the same plate in two cases, however it is written, in the order of the log', async () => {
    const first = await search('case-1');
    const other = { pattern: 'XY 9999', wrongCharacters: 0, partial: false } as const;
    await search('case-3', other as never);
    await review();
    expect(await list()).toEqual([]);
    odd = await search('case-2', { ...QUERY, pattern: 'abb-123' } as never);
    await review();
    expect(await list('open')).toMatchObject([
      {
        id: String(odd),
        action: 'search',
        reasons: ['plate-in-several-cases'],
        related: [first],
        status: 'open',
        verdict: null,
      },
    ]);
    expect((await site.auditDetails()).at(-2)).toMatchObject({
      action: 'review-opened',
      particulars: { entry: odd, reasons: ['plate-in-several-cases'] },
    });
  });

  it('pick one search of a day that is over and had none in the sample', async () => {
    nowMs = NOW_MS + DAY_MS;
    await review();
    const sampled = (await list()).filter(({ reasons }) => reasons.includes('sampled'));
    expect(sampled).toHaveLength(1);
    expect(utcDayOf(Date.parse(sampled[0]!.recordedAt))).toBe(utcDayOf(NOW_MS));
    await review();
    expect((await list()).filter(({ reasons }) => reasons.includes('sampled'))).toEqual(sampled);
  });

  it('keep plates, names and cases out of the tables', async () => {
    for (const table of ['review', 'review_trace', 'review_day', 'month_figures', 'log_reader']) {
      const { rows } = await site.sql.query<{ text: string }>(
        `select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`,
      );
      expect(rows[0]!.text).not.toMatch(/8123|B123|9999|Rosa|Ada|case-\d/);
    }
  });

  it('show an auditor what was asked, after logging that', async () => {
    api.actAs(somebody('auditor', 'otto'));
    const before = await entries();
    const answer = await api.app.inject(`/v1/audit/reviews/${odd}`);
    expect(answer.json<ReviewDetail>()).toMatchObject({
      id: String(odd),
      entry: { action: 'search', by: { name: 'Rosa' }, query: { pattern: 'abb-123' } },
      judgement: null,
    });
    expect((await site.auditDetails())[before]).toMatchObject({
      action: 'audit-read',
      by: { name: 'otto', role: 'auditor' },
      view: 'full',
    });
  });

  it.each(['analyst', 'approver', 'administrator', 'integrator'] as const)(
    'are not for the role %s',
    async (role) => {
      api.actAs(somebody(role));
      for (const url of ['/v1/audit/reviews', `/v1/audit/reviews/${odd}`]) {
        expect((await api.app.inject(url)).json()).toMatchObject({ code: 'FORBIDDEN' });
      }
      expect((await judge(odd)).json()).toMatchObject({ code: 'FORBIDDEN' });
    },
  );

  it.each([
    ['asked', 'Rosa'],
    ['approved', 'Ada'],
  ])('are not judged by an auditor who %s', async (_, name) => {
    api.actAs(somebody('auditor', name));
    expect((await judge(odd)).json()).toMatchObject({ code: 'REVIEW_REFUSED' });
    expect(await list('judged')).toEqual([]);
  });

  it('are judged only when the log can be written', async () => {
    api.actAs(somebody('auditor', 'otto'));
    await site.sql.query('alter table audit_entry rename to away');
    try {
      const answer = await judge(odd);
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    } finally {
      await site.sql.query('alter table away rename to audit_entry');
    }
    expect(await list('judged')).toEqual([]);
  });

  it('are judged once, on record', async () => {
    api.actAs(somebody('auditor', 'otto'));
    const answers = await Promise.all([judge(odd), judge(odd)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(await list('judged')).toMatchObject([{ id: String(odd), verdict: 'not-justified' }]);
    const judgements = (await site.auditDetails()).filter(
      ({ action }) => action === 'review-judged',
    );
    expect(judgements).toMatchObject([
      { by: { name: 'otto' }, entry: odd, verdict: 'not-justified', note: 'there is no such file' },
    ]);
    const detail = (await api.app.inject(`/v1/audit/reviews/${odd}`)).json<ReviewDetail>();
    expect(detail.judgement).toMatchObject({ by: { name: 'otto' }, note: 'there is no such file' });
  });

  it.each([
    ['of no entry', '999999', 404],
    ['of a bad id', 'first', 400],
    ['of an entry that was not picked', '0', 404],
  ])('refuse a judgement %s', async (_, id, status) => {
    api.actAs(somebody('auditor', 'otto'));
    expect((await judge(id)).statusCode).toBe(status);
  });

  it('come back with their judgements when the tables are emptied', async () => {
    const before = await list();
    await site.sql.query(`
      delete from review; delete from review_trace; delete from review_day;
      update log_reader set next_sequence = 0, at_end_at = null, settled_size = null`);
    await review();
    expect((await list()).map(({ judgedAt: _, ...rest }) => rest)).toEqual(
      before.map(({ judgedAt: _, ...rest }) => rest),
    );
  });
});

describe('the public page', () => {
  it('shows no single act while the month goes on', async () => {
    const report = await published();
    expect(report).toMatchObject({
      complete: false,
      searches: { total: '>=0', byPurpose: {}, selfApproved: '>=0' },
      reviews: { judged: { total: '>=0', byVerdict: {} } },
    });
  });

  it('says what happened when the month is over: no small count, no total that gives one away', async () => {
    for (let at = 0; at < 4; at++) await search(`case-${10 + at}`);
    await review();
    nowMs = NOW_MS + 45 * DAY_MS;
    await review();
    const report = await published();
    expect(report).toMatchObject({
      month: MONTH,
      complete: true,
      cameras: { total: 0, occasions: [] },
      searches: { total: 7, byPurpose: { 'quality-control': 7 }, selfApproved: 0 },
      reviews: {
        judged: {
          total: '>=1',
          byVerdict: { justified: 0, 'not-justified': '<5', unclear: 0 },
        },
      },
    });
    expect(report.denials).toMatchObject({ byCode: { REVIEW_REFUSED: '<5' } });
    expect(report.log.size).toBeGreaterThan(20);
    expect(report.method.length).toBeGreaterThan(3);
    expect(JSON.stringify(report)).not.toMatch(/8123|Rosa|Ada|otto|case-1/);
  });

  it('is the same when it is made again from the log', async () => {
    const before = await published();
    await site.sql.query(`
      delete from month_figures; delete from review; delete from review_trace;
      update log_reader set next_sequence = 0, at_end_at = null, settled_size = null`);
    await review();
    const again = await published();
    // The month of this test is the real one, so that new readings are entries of it.
    expect({ ...again, log: null }).toEqual({ ...before, log: null });
  });

  it('says the same as the log, read without the tables', async () => {
    const figures = await figuresFromLog(site.operator, BY, MONTH);
    const fresh = await reportOf(database.kysely, figures, new Date(nowMs));
    expect({ ...(await published()), log: null }).toEqual({ ...fresh, log: null });
    await site.sql.query(`
      update month_figures set figures = jsonb_set(figures, '{verdicts}', '{}')`);
    expect({ ...(await published()), log: null }).not.toEqual({ ...fresh, log: null });
    await site.sql.query(
      'delete from month_figures; update log_reader set next_sequence = 0, settled_size = null',
    );
    await review();
  });

  it('costs no entry of the log, and no reading', async () => {
    const before = await entries();
    for (let at = 0; at < 20; at++) await published();
    expect(await entries()).toBe(before);
  });

  it('may be kept, and asked for again without being sent', async () => {
    api.actAs(null);
    const url = `/v1/transparency?month=${MONTH}`;
    const answer = await api.app.inject(url);
    expect(answer.headers['cache-control']).toBe('public, max-age=86400');
    const headers = { 'if-none-match': String(answer.headers.etag) };
    expect((await api.app.inject({ url, headers })).statusCode).toBe(304);
  });

  it.each([
    ['format=csv', `/v1/transparency?month=${MONTH}&format=csv`, {}],
    ['Accept', `/v1/transparency?month=${MONTH}`, { accept: 'text/csv, application/json' }],
  ])('is CSV with %s', async (_, url, headers) => {
    const answer = await api.app.inject({ url, headers });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body).toContain('searches.byPurpose,quality-control,7\r\n');
  });

  it.each([
    ['no month', '/v1/transparency', 'USAGE'],
    ['what is no month', '/v1/transparency?month=2026-13', 'USAGE'],
    ['a month to come', '/v1/transparency?month=2099-01', 'TIME_INVALID'],
    ['another format', `/v1/transparency?month=${MONTH}&format=xml`, 'USAGE'],
  ])('refuses %s', async (_, url, code) => {
    const answer = await api.app.inject(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code });
  });

  it('is empty for a month before there was anything', async () => {
    const answer = await api.app.inject('/v1/transparency?month=2020-02');
    expect(answer.json()).toMatchObject({
      complete: true,
      cameras: null,
      reads: null,
      searches: { total: 0 },
      log: { size: 0, checkpoint: null },
    });
  });
});
