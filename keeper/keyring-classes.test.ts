import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, utcDayOf } from '../pipeline/time/utc-day.ts';
import { retentionClassOf } from './client/retention-class.ts';
import { keepRetention } from './keep-retention.ts';
import { createKeyring } from './keyring-file.ts';
import { MOST_CLASSES, openKeyring, type Keyring } from './keyring.ts';

const START_MS = Date.parse('2026-05-20T12:00:00Z');
const SITE_DAYS = { reads: 21, footage: 30, crops: 30 };
const day = (offset: number) => utcDayOf(START_MS + offset * DAY_MS);

let folder: string;
let file: string;
let keyring: Keyring;
let nowMs: number;
const clock = () => nowMs;
const logged: Record<string, unknown>[] = [];
const noHolds = { all: () => [], live: () => assertNever(), place: nothing, destroy: nothing };
const keeper = () => ({
  keyring,
  holds: noHolds,
  nowMs: clock,
  audit: { append: (event: Record<string, unknown>) => Promise.resolve(void logged.push(event)) },
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wayside-classes-'));
  file = path.join(folder, 'keyring.json');
  nowMs = START_MS;
  logged.length = 0;
  await createKeyring(file, { reads: day(-21), footage: day(-30), crops: day(-30) });
  keyring = await openKeyring(file, clock, SITE_DAYS);
});
afterEach(() => rm(folder, { recursive: true }));

describe('names of ratchets', () => {
  it.each([
    ['reads', { kind: 'reads', days: null }],
    ['crops-7', { kind: 'crops', days: 7 }],
    ['footage-366', { kind: 'footage', days: 366 }],
    ['', null],
    ['tracks', null],
    ['reads-0', null],
    ['reads-367', null],
    ['reads-7-7', null],
  ])('%j', (name, expected) => {
    expect(retentionClassOf(name)).toEqual(expected);
  });
});

describe('retention classes', () => {
  it.each([
    ['without a rule', undefined, 'reads'],
    ['with as many days as the site', 21, 'reads'],
    ['with more days than the site, which have no effect', 300, 'reads'],
    ['with fewer', 7, 'reads-7'],
  ])('seal %s', async (_name, days, name) => {
    expect(await keyring.nameToSeal('reads', days, day(0))).toBe(name);
  });

  it('have keys of their own, which a restart keeps', async () => {
    await keyring.nameToSeal('reads', 7, day(0));
    const key = Buffer.from(keyring.dayKeys('reads-7', day(0)).seal);
    expect(key).not.toEqual(keyring.dayKeys('reads', day(0)).seal);
    const again = await openKeyring(file, clock, SITE_DAYS);
    expect(again.dayKeys('reads-7', day(0)).seal).toEqual(key);
  });

  it('are asked for the days they have keys and rows of, and the site always', async () => {
    await keyring.nameToSeal('reads', 7, day(-1));
    expect(keyring.namesFor('reads', day(-1))).toEqual(['reads', 'reads-7']);
    expect(keyring.namesFor('reads', day(0))).toEqual(['reads']);
    expect(keyring.namesFor('reads', day(-8))).toEqual(['reads']);
    expect(keyring.namesFor('footage', day(-1))).toEqual(['footage']);
  });

  it('expire on use, though nothing has moved', async () => {
    await keyring.nameToSeal('reads', 7, day(0));
    nowMs += 8 * DAY_MS;
    expect(() => keyring.dayKeys('reads-7', day(0))).toThrow(/expired/);
    expect(keyring.dayKeys('reads', day(0)).seal).toHaveLength(32);
  });

  it('go when they hold nothing any more, and open nothing then', async () => {
    await keyring.nameToSeal('reads', 1, day(0));
    nowMs += 2 * DAY_MS;
    await keepRetention(keeper());
    expect(logged.at(-1)).toMatchObject({
      action: 'ratchet-moved',
      moves: expect.arrayContaining([{ name: 'reads-1', from: day(-1), to: null }]) as unknown,
    });
    expect(() => keyring.dayKeys('reads-1', day(2))).toThrow(/nothing of that class is left/);
    expect(await readFile(file, 'utf8')).not.toContain('reads-1');
  });

  it('are so many a kind at most', async () => {
    for (let days = 1; days <= MOST_CLASSES; days++) {
      await keyring.nameToSeal('reads', days, day(0));
    }
    await expect(keyring.nameToSeal('reads', 20, day(0))).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('the keeper’s own clock', () => {
  it('moves every ratchet to its days, once it is written down', async () => {
    nowMs += DAY_MS;
    await keepRetention(keeper());
    expect(logged).toEqual([
      expect.objectContaining({
        action: 'ratchet-moved',
        moves: [
          { name: 'reads', from: day(-21), to: day(-20) },
          { name: 'footage', from: day(-30), to: day(-29) },
          { name: 'crops', from: day(-30), to: day(-29) },
        ],
      }),
    ]);
    expect(keyring.ratchets().map(({ heldFrom }) => heldFrom)).toEqual([
      day(-20),
      day(-29),
      day(-29),
    ]);
  });

  it('moves nothing when that can’t be written, and gives no key all the same', async () => {
    nowMs += DAY_MS;
    const append = () => Promise.reject(new Error('no database'));
    await expect(keepRetention({ ...keeper(), audit: { append } })).rejects.toThrow('no database');
    expect(keyring.ratchets()[0]).toMatchObject({ heldFrom: day(-21), oldestDay: day(-20) });
    expect(() => keyring.dayKeys('reads', day(-21))).toThrow(/expired/);
  });

  it('burns no keys for a leap: they are refused, and back when the clock is', async () => {
    const before = Buffer.from(keyring.dayKeys('reads', day(-1)).seal);
    nowMs += 3650 * DAY_MS;
    await keepRetention(keeper());
    expect(logged).toEqual([expect.objectContaining({ action: 'clock-held-back' })]);
    expect(() => keyring.dayKeys('reads', day(-1))).toThrow(/expired/);
    nowMs = START_MS;
    await keepRetention(keeper());
    expect(keyring.dayKeys('reads', day(-1)).seal).toEqual(before);
  });

  it('believes a leap that holds for a day, through a restart', async () => {
    nowMs += 40 * DAY_MS;
    await keepRetention(keeper());
    nowMs += DAY_MS;
    keyring = await openKeyring(file, clock, SITE_DAYS);
    await keepRetention(keeper());
    expect(keyring.ratchets()[0]).toMatchObject({ heldFrom: day(20), oldestDay: day(20) });
  });
});

function nothing(): Promise<void> {
  return Promise.resolve();
}
function assertNever(): never {
  throw new Error('no hold is asked for');
}
