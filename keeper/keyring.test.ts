import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayOfNumber, dayNumberOf } from '../pipeline/time/utc-day.ts';
import { createKeyring } from './keyring-file.ts';
import { openKeyring as open_, type Keyring } from './keyring.ts';

const OLDEST = '2026-05-01';
const now = () => Date.parse('2026-05-20T12:00:00Z');
const SITE_DAYS = { reads: 30, footage: 30, crops: 10 };
const openKeyring = (from: string, clock: () => number) => open_(from, clock, SITE_DAYS);
const move = (keyring: Keyring, oldestDay: string) =>
  keyring.moveForward(keyring.movesTo('reads', null, oldestDay));
const dayAfter = (days: number) => dayOfNumber(dayNumberOf(OLDEST) + days);

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wayside-keyring-'));
  file = path.join(folder, 'keyring.json');
  await createKeyring(file, { reads: OLDEST, footage: OLDEST, crops: OLDEST });
});
afterEach(() => rm(folder, { recursive: true }));

const storedState = async () =>
  (JSON.parse(await readFile(file, 'utf8')) as { ratchets: { reads: { state: string } } }).ratchets
    .reads.state;

describe('the keyring', () => {
  it('is readable by its owner only', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('gives the same keys after a restart, in whatever order they are asked for', async () => {
    const one = await openKeyring(file, now);
    const other = await openKeyring(file, now);
    const late = one.dayKeys('reads', dayAfter(9)).seal;
    expect(one.dayKeys('reads', dayAfter(3)).seal).not.toEqual(late);
    expect(other.dayKeys('reads', dayAfter(3)).seal).toEqual(
      one.dayKeys('reads', dayAfter(3)).seal,
    );
    expect(other.dayKeys('reads', dayAfter(9)).seal).toEqual(late);
  });

  it('forgets the days before, keeps those after, and never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }),
        async (moves) => {
          await createKeyring(file, { reads: OLDEST, footage: OLDEST, crops: OLDEST });
          const keyring = await openKeyring(file, now);
          const before = Array.from({ length: 21 }, (_, day) =>
            Buffer.from(keyring.dayKeys('reads', dayAfter(day)).seal),
          );
          let oldest = 0;
          for (const days of moves) {
            await move(keyring, dayAfter(days));
            oldest = Math.max(oldest, days);
          }
          for (const opened of [keyring, await openKeyring(file, now)]) {
            expect(opened.oldestDays()).toMatchObject({ reads: dayAfter(oldest), footage: OLDEST });
            for (let day = 0; day <= 20; day++) {
              const derive = () => opened.dayKeys('reads', dayAfter(day)).seal;
              if (day < oldest) expect(derive).toThrow(/expired/);
              else expect(derive()).toEqual(before[day]);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('leaves the old state neither in the folder nor in the bytes of the old file', async () => {
    const state = await storedState();
    const handle = await open(file, 'r');
    const keyring = await openKeyring(file, now);
    await move(keyring, dayAfter(1));
    const old = await handle.readFile('utf8');
    await handle.close();
    expect(old.length).toBeGreaterThan(0);
    expect(old).not.toContain(state);
    expect(await readdir(folder)).toEqual(['keyring.json']);
    expect(await storedState()).not.toBe(state);
  });

  it('wipes the keys it handed out of memory', async () => {
    const keyring = await openKeyring(file, now);
    const key = keyring.dayKeys('reads', OLDEST).seal;
    await move(keyring, dayAfter(1));
    expect(key).toEqual(Buffer.alloc(32));
  });

  it.each([
    ['2026-05-23', /is after 2026-05-22/],
    ['9999-12-31', /is after/],
    ['2026-02-30', /no date/],
    ['', /no date/],
  ])('has no key for %j', async (day, message) => {
    const keyring = await openKeyring(file, now);
    expect(() => keyring.dayKeys('reads', day)).toThrow(message);
  });

  it('is not moved past tomorrow, which would lose what is yet to come', async () => {
    const keyring = await openKeyring(file, now);
    expect(() => keyring.movesTo('reads', null, '2026-05-22')).toThrow(/2026-05-21 at most/);
    await move(keyring, '2026-05-21');
    expect(keyring.oldestDays().reads).toBe('2026-05-21');
  });

  it.each(['', '{}', '{"version":1,"ratchets":{}}', '{"version":3}'])(
    'says so when its file is damaged: %j',
    async (contents) => {
      await writeFile(file, contents);
      await expect(openKeyring(file, now)).rejects.toMatchObject({ code: 'KEYRING_INVALID' });
    },
  );
});

describe('a keyring from before crops had a ratchet', () => {
  it('opens with the keys it had, and crops that begin where their retention says', async () => {
    const { ratchets } = JSON.parse(await readFile(file, 'utf8')) as {
      ratchets: { reads: unknown; footage: unknown };
    };
    const before = (await openKeyring(file, now)).dayKeys('footage', dayAfter(2)).object;
    const { reads, footage } = ratchets;
    await writeFile(file, JSON.stringify({ version: 1, ratchets: { reads, footage } }));
    const keyring = await openKeyring(file, now);
    expect(keyring.dayKeys('footage', dayAfter(2)).object).toEqual(before);
    expect(keyring.oldestDays().crops).toBe('2026-05-10');
    const crops = keyring.dayKeys('crops', '2026-05-11').object;
    expect((await openKeyring(file, now)).dayKeys('crops', '2026-05-11').object).toEqual(crops);
  });
});
