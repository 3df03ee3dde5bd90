import { afterAll, beforeAll, expect, it } from 'vitest';
import { REDACTION_METHOD, type PictureRedaction } from '../../pipeline/redact/redaction-record.ts';
import { dropDaysBefore, ensureDays } from '../partitions.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { requireRedaction } from './require-redaction.ts';
import { findRedaction, saveRedactions } from './redactions.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const record: PictureRedaction = {
  version: 1,
  method: REDACTION_METHOD,
  detectors: [{ name: 'some-model', sha256: 'ab'.repeat(32) }],
  margins: { person: 0.1, plate: 0.4 },
  widthPx: 640,
  heightPx: 360,
  peopleHidden: true,
  hidden: [{ kind: 'person', boxXywhPx: [1, 2, 3, 4] }],
  visiblePlates: [],
};
const day = '2026-05-01';
const place = { objectKey: 'crops/2026-05-01/s/vehicle-1', day };

it('keeps the record of each picture, the newest, until its day goes', async () => {
  const db = postgres.database.kysely;
  await ensureDays(db, [day]);
  await saveRedactions(db, []);
  await expect(requireRedaction(db, place)).rejects.toMatchObject({ code: 'REDACTION_MISSING' });
  await saveRedactions(db, [{ ...place, cameraId: 'north', record }]);
  expect(await requireRedaction(db, place)).toEqual(record);
  const wider = { ...record, hidden: [] };
  await saveRedactions(db, [{ ...place, cameraId: 'north', record: wider }]);
  expect(await findRedaction(db, place.objectKey, day)).toEqual(wider);
  await dropDaysBefore(db, '2026-05-02');
  expect(await findRedaction(db, place.objectKey, day)).toBeNull();
});
