import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import { BY, NOW_MS, QUERY, startTestKeeper, type TestKeeper } from './testing/test-keeper.ts';

let site: TestKeeper;
let entry: number;
beforeAll(async () => {
  site = await startTestKeeper();
  const span = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS, cameras: ['north'] };
  await site.operator.search({ by: BY, grant: site.grant(), query: QUERY, ...span });
  entry = (await site.operator.status()).auditEntries - 1;
});
afterAll(() => site.stop());

const judged = { verdict: 'not-justified', note: 'no file with this number' } as const;
const auditor = { name: 'Otto', role: 'auditor' };

describe('a judgement', () => {
  it.each([
    ['who asked', { name: 'Rosa', role: 'auditor' }],
    ['who approved', { name: 'Ada', role: 'auditor' }],
    ['who is no auditor', { name: 'Otto', role: 'administrator' }],
  ])('is not made by one %s', async (_, by) => {
    await expect(site.operator.judgeReview({ by, entry, ...judged })).rejects.toMatchObject({
      code: 'REVIEW_REFUSED',
    });
    expect((await site.auditDetails()).at(-1)).toMatchObject({
      action: 'denied',
      by,
      code: 'REVIEW_REFUSED',
    });
  });

  it('is not made of nothing', async () => {
    await expect(
      site.operator.judgeReview({ by: auditor, entry: 1_000_000, ...judged }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('cannot be written by another way', async () => {
    const event = { by: auditor, action: 'review-judged' as never, particulars: { entry } };
    await expect(site.operator.recordEvent(event)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is in the log when it is answered', async () => {
    const sequence = await site.operator.judgeReview({ by: auditor, entry, ...judged });
    expect((await site.auditDetails())[sequence]).toMatchObject({
      action: 'review-judged',
      by: auditor,
      entry,
      ...judged,
    });
  });
});
