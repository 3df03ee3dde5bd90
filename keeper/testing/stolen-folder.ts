import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { PlateText } from '../../pipeline/plates/plate-reading.ts';
import { dayNumberOf, DAY_MS } from '../../pipeline/time/utc-day.ts';
import { keeperPaths } from '../client/keeper-folder.ts';
import { openObjectStream } from '../client/object-cipher.ts';
import type { SealedRow } from '../client/keeper-client.ts';
import type { KeyringFile } from '../keyring-file.ts';
import { dayKeysOf, derive, nextState } from '../ratchet.ts';
import { openRead } from '../sealing.ts';

/** What someone has who copied the keeper's whole folder: every key in it, and every one that follows. */
export interface StolenKeys {
  /** Null: none of them opens it. */
  openRow(row: SealedRow): PlateText | null;
  openObject(objectId: string, sealed: Buffer): Promise<Buffer | null>;
}

const DAYS_AHEAD = 3;
const KEY_BYTES = 32;

export async function stealKeys(folder: string): Promise<StolenKeys> {
  const others = await keysInFiles(folder);
  const keyring = JSON.parse(await readFile(keeperPaths(folder).keyring, 'utf8')) as KeyringFile;
  const lastDay = Math.floor(Date.now() / DAY_MS) + DAYS_AHEAD;
  const seals = [...others];
  const objects: Buffer[] = [];
  for (const [name, { oldestDay, state: stored }] of Object.entries(keyring.ratchets)) {
    let state: Buffer = Buffer.from(stored, 'base64');
    for (let day = dayNumberOf(oldestDay); day <= lastDay; day++) {
      const keys = dayKeysOf(state, name);
      seals.push(keys.seal, keys.object, keys.token, keys.ticket, state);
      objects.push(keys.object);
      state = nextState(state);
    }
  }
  return {
    openRow(row) {
      for (const key of seals) {
        try {
          return openRead(key, row, Buffer.from(row.sealed));
        } catch {
          // The next one.
        }
      }
      return null;
    },
    async openObject(objectId, sealed) {
      const keysFor = (header: Buffer) => {
        const headerHash = createHash('sha256').update(header).digest();
        const derived = objects.map((key) =>
          derive(key, `wayside object 1 ${objectId}`, headerHash),
        );
        return [...derived, ...seals];
      };
      for (let at = 0; at < objects.length + seals.length; at++) {
        const opening = openObjectStream((header) => Promise.resolve(keysFor(header)[at]!));
        try {
          return await buffer(Readable.from([sealed]).pipe(opening));
        } catch {
          // The next one.
        }
      }
      return null;
    },
  };
}

/** Every text of 32 bytes in the folder's files. */
async function keysInFiles(folder: string): Promise<Buffer[]> {
  const keys: Buffer[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(path.join(folder, entry.name), 'utf8');
    for (const [found] of text.matchAll(/[A-Za-z0-9+/_-]{42,44}=?/g)) {
      const key = Buffer.from(found, 'base64');
      if (key.length === KEY_BYTES) keys.push(key);
    }
  }
  return keys;
}
