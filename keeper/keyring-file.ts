import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import { WaysideError } from '../pipeline/errors.ts';
import { dayNumberOf, type UtcDay } from '../pipeline/time/utc-day.ts';
import { KINDS, type Kind } from './client/protocol.ts';
import { retentionClassOf } from './client/retention-class.ts';
import { STATE_BYTES } from './ratchet.ts';
import { replaceSecretFile } from './secret-file.ts';

const StoredRatchet = Type.Object({
  oldestDay: Type.String(),
  /** Base64. */
  state: Type.String(),
  /** Of a class: the last day that was sealed under it. */
  sealedThrough: Type.Optional(Type.String()),
});
export type StoredRatchet = Static<typeof StoredRatchet>;

const KeyringFile = Type.Object({
  version: Type.Literal(2),
  /** By name of the ratchet: the three kinds, and their classes. */
  ratchets: Type.Record(Type.String(), StoredRatchet),
  /** `SeenClock`; missing until the keeper first looked at its clock. */
  clock: Type.Optional(
    Type.Object({
      seenDay: Type.String(),
      leap: Type.Optional(Type.Object({ toDay: Type.String(), since: Type.String() })),
    }),
  ),
});
export type KeyringFile = Static<typeof KeyringFile>;

/** Crops were sealed as footage then, and their headers say so. */
const KeyringFile1 = Type.Object({
  version: Type.Literal(1),
  ratchets: Type.Object({ reads: StoredRatchet, footage: StoredRatchet }),
});

/** Writes a new keyring with random states. An existing file would be lost: check first. */
export async function createKeyring(
  file: string,
  oldestDays: Readonly<Record<Kind, UtcDay>>,
): Promise<void> {
  const ratchets = Object.fromEntries(KINDS.map((kind) => [kind, newRatchet(oldestDays[kind])]));
  await writeKeyring(file, { version: 2, ratchets });
}

export async function writeKeyring(file: string, contents: KeyringFile): Promise<void> {
  await replaceSecretFile(file, JSON.stringify(contents));
}

/**
 * Reads the file, bringing one of version 1 up to date. `oldestCrops`: where crops begin in a keyring
 * that had none. Throws KEYRING_INVALID.
 */
export async function readKeyring(file: string, oldestCrops: UtcDay): Promise<KeyringFile> {
  let contents: unknown;
  try {
    contents = JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (cause) {
    throw new WaysideError('KEYRING_INVALID', `the keyring ${file} can't be read`, { cause });
  }
  if (Check(KeyringFile1, contents)) {
    const { ratchets } = contents;
    contents = { version: 2, ratchets: { ...ratchets, crops: newRatchet(oldestCrops) } };
    if (isSoundKeyring(contents)) await writeKeyring(file, contents);
  }
  if (isSoundKeyring(contents)) return contents;
  throw new WaysideError('KEYRING_INVALID', `the keyring ${file} is damaged`);
}

export function newRatchet(oldestDay: UtcDay): StoredRatchet {
  return { oldestDay, state: randomBytes(STATE_BYTES).toString('base64') };
}

function isSoundKeyring(contents: unknown): contents is KeyringFile {
  if (!Check(KeyringFile, contents)) return false;
  const { ratchets, clock } = contents;
  return (
    KINDS.every((kind) => kind in ratchets) &&
    Object.keys(ratchets).every((name) => retentionClassOf(name) !== null) &&
    Object.values(ratchets).every(isSoundRatchet) &&
    (clock === undefined || isDay(clock.seenDay)) &&
    (clock?.leap === undefined ||
      (isDay(clock.leap.toDay) && !Number.isNaN(Date.parse(clock.leap.since))))
  );
}

function isSoundRatchet({ oldestDay, state, sealedThrough }: StoredRatchet): boolean {
  return (
    isDay(oldestDay) &&
    Buffer.from(state, 'base64').length === STATE_BYTES &&
    (sealedThrough === undefined || isDay(sealedThrough))
  );
}

function isDay(day: string): boolean {
  return !Number.isNaN(dayNumberOf(day));
}
