import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeObjectHeader, encodeObjectHeader } from './client/object-header.ts';
import { createKeyring } from './keyring-file.ts';
import { openKeyring, type Keyring } from './keyring.ts';
import { newObjectKey, objectKeyOf } from './object-keys.ts';
import { NOW_MS } from './testing/some-grant.ts';
import { checkTicket, issueTicket } from './tickets.ts';

let folder: string;
let keyring: Keyring;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wayside-objects-'));
  const file = path.join(folder, 'keyring.json');
  await createKeyring(file, {
    reads: '2026-05-01',
    footage: '2026-05-01',
    crops: '2026-05-01',
  });
  keyring = await openKeyring(file, () => NOW_MS, { reads: 30, footage: 30, crops: 30 });
});
afterAll(() => rm(folder, { recursive: true }));

const footage = {
  kind: 'footage',
  content: 'footage',
  cameraId: 'north',
  startMs: NOW_MS,
  endMs: NOW_MS,
} as const;

describe('object keys', () => {
  it('come back from the id and the header alone', () => {
    const { header, key } = newObjectKey(keyring, 'o1', footage);
    const opened = objectKeyOf(keyring, 'o1', header);
    expect(opened.key).toEqual(key);
    expect(opened.claims).toMatchObject(footage);
  });

  it('are new for each writing: asking to write again opens nothing written before', () => {
    const one = newObjectKey(keyring, 'o1', footage);
    expect(newObjectKey(keyring, 'o1', footage).key).not.toEqual(one.key);
  });

  it('differ for another object, camera or time: a header that lies opens nothing', () => {
    const { header, key } = newObjectKey(keyring, 'o1', footage);
    expect(objectKeyOf(keyring, 'o2', header).key).not.toEqual(key);
    const claims = decodeObjectHeader(header);
    for (const lie of [{ cameraId: 'south' }, { startMs: NOW_MS - 1 }, { endMs: NOW_MS + 1 }]) {
      const lying = encodeObjectHeader({ ...claims, ...lie });
      expect(objectKeyOf(keyring, 'o1', lying).key).not.toEqual(key);
    }
  });

  it.each(['', 'WSO1', 'WSO1\0\x02{}', 'no header at all'])('need a header: %j', (bytes) => {
    expect(() => objectKeyOf(keyring, 'o1', Buffer.from(bytes))).toThrow(/header|sealed object/);
  });

  it('are gone with their day', () => {
    const old = { ...footage, startMs: Date.UTC(2026, 3, 30, 23) };
    expect(() => newObjectKey(keyring, 'o1', old)).toThrow(/expired/);
  });
});

describe('tickets', () => {
  const ticketKey = Buffer.alloc(32, 9);
  const object = { objectId: 'o1', header: Buffer.from('header') };
  const ticket = issueTicket(ticketKey, object, NOW_MS + 1000);

  it('open their object until they expire', () => {
    const check = (nowMs: number) => () => {
      checkTicket(ticketKey, object, ticket, nowMs);
    };
    expect(check(NOW_MS)).not.toThrow();
    expect(check(NOW_MS + 1000)).toThrow(/expired/);
  });

  it.each([
    ['another object', { ...object, objectId: 'o2' }, ticket],
    ['another writing', { ...object, header: Buffer.from('other') }, ticket],
    // Where id ends and header begins is part of what is signed.
    ['a shifted boundary', { objectId: 'o1h', header: Buffer.from('eader') }, ticket],
    ['no ticket', object, Buffer.alloc(0)],
    ['a longer life', object, Buffer.concat([Buffer.of(1, 0xff), ticket.subarray(2)])],
  ])('are refused for %s', (_, other, bytes) => {
    expect(() => {
      checkTicket(ticketKey, other, bytes, NOW_MS);
    }).toThrow(expect.objectContaining({ code: 'TICKET_INVALID' }) as Error);
  });
});
