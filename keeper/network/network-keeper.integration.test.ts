import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { encodeFrame } from '../client/frames.ts';
import type { NetworkAddress } from '../client/keeper-address.ts';
import { connectKeeper } from '../client/keeper-client.ts';
import { keeperPaths, readRoleToken } from '../client/keeper-folder.ts';
import { spawnKeeper } from '../spawn.ts';
import { startTestKeeper, type TestKeeper } from '../testing/test-keeper.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { tlsListener } from './tls-listener.ts';

const LISTEN = { listen: { host: '127.0.0.1', port: 0 } };
const HELLO_WITHIN_MS = 5_000;

let site: TestKeeper;
let address: NetworkAddress;
let token: string;
beforeAll(async () => {
  site = await startTestKeeper(LISTEN);
  address = site.keeper.network!;
  token = await readRoleToken(site.config.folder, 'operator');
});
afterAll(() => site.stop());

const hello = (shown = token) =>
  encodeFrame({ id: 0, call: 'hello', params: { protocol: 1, role: 'operator', token: shown } });

function operatorAt(where: NetworkAddress, shown = token) {
  const client = connectKeeper({
    ...{ address: where, role: 'operator', token: shown, retryForMs: 0 },
  });
  onTestFinished(() => {
    client.close();
  });
  return client;
}

function openTls(options: tls.ConnectionOptions = {}): tls.TLSSocket {
  const { host, port } = address;
  const socket = tls.connect({ host, port, rejectUnauthorized: false, ...options });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** What a connection was sent until it ended. */
async function allOf(socket: net.Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
  // Not `once`, which an error on the way to the end rejects.
  if (!socket.closed) await new Promise((resolve) => socket.on('close', resolve));
  return text;
}

describe('a keeper in the network', () => {
  it('answers whoever pins its certificate and shows a token', async () => {
    expect((await operatorAt(address).status()).approvers).toEqual(['Ada']);
    const socket = openTls();
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.3');
  });

  it('is sent nothing when its certificate is another one, the token least of all', async () => {
    const received: Buffer[] = [];
    const { privateKey } = generateKeyPairSync('ed25519');
    const certificate = selfSignedCertificate(privateKey, 'wayside-keeper');
    const handshakes: Promise<unknown>[] = [];
    const impostor = tlsListener({ privateKey, certificate, fingerprint: '' }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes: Buffer) => received.push(bytes));
      handshakes.push(once(socket, 'close'));
    });
    impostor.listen(0, '127.0.0.1');
    await once(impostor, 'listening');
    onTestFinished(() => void impostor.close());
    const { port } = impostor.address() as AddressInfo;
    await expect(operatorAt({ ...address, port }).status()).rejects.toMatchObject({
      code: 'KEEPER_UNTRUSTED',
    });
    expect(handshakes).toHaveLength(1);
    await handshakes[0];
    expect(received).toEqual([]);
    // The same impostor is believed by whoever pins its certificate: the test can fail.
    const fingerprint = new X509Certificate(certificate).fingerprint256
      .replaceAll(':', '')
      .toLowerCase();
    const fooled = operatorAt({ ...address, port, fingerprint });
    void fooled.status().catch(() => undefined);
    await expect.poll(() => Buffer.concat(received).toString()).toContain(token);
  });

  it('refuses a wrong token on record, and no more than twenty a minute of them', async () => {
    for (let attempt = 0; attempt < 30; attempt++) {
      await expect(operatorAt(address, 'x'.repeat(43)).status()).rejects.toMatchObject({
        code: 'ROLE_REFUSED',
      });
    }
    const details = await site.auditDetails();
    expect(details.filter(({ call }) => call === 'hello')).toHaveLength(20);
  });

  it.each([
    ['plain text', () => net.connect(address.port, address.host), hello()],
    ['an older TLS', () => openTls({ maxVersion: 'TLSv1.2' }), Buffer.alloc(0)],
  ])('does not talk in %s', async (_, connect, bytes) => {
    const socket = connect();
    socket.on('error', () => undefined);
    socket.write(bytes);
    expect(await allOf(socket)).not.toContain('answer');
  });

  it.each([
    ['a frame too large for a hello', Buffer.of(0, 0, 0x10, 1)],
    ['bytes that are no frame', Buffer.from([0, 0, 0, 1, 0x7b])],
    ['a call before hello is answered', Buffer.concat([hello(), hello()])],
  ])('ends a connection that begins with %s', async (_, bytes) => {
    const socket = openTls();
    socket.write(bytes);
    await allOf(socket);
    expect(socket.destroyed).toBe(true);
  });

  it('takes large frames of those whose role it knows', async () => {
    const socket = openTls();
    socket.write(hello());
    await once(socket, 'data');
    socket.write(encodeFrame({ id: 1, call: 'none', params: 'x'.repeat(1_000_000) }));
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toContain('"code":"USAGE"');
  });

  it.each([
    ['says nothing', () => Buffer.alloc(0)],
    ['says its hello byte by byte', () => hello().subarray(0, 20)],
  ])('gives whoever %s five seconds', async (_, begin) => {
    const startedAtMs = performance.now();
    const socket = openTls();
    const bytes = begin();
    for (const byte of bytes) socket.write(Buffer.of(byte));
    await allOf(socket);
    expect(performance.now() - startedAtMs).toBeGreaterThan(HELLO_WITHIN_MS - 1_000);
    expect(performance.now() - startedAtMs).toBeLessThan(4 * HELLO_WITHIN_MS);
  });

  it('stays open to those who have a token while a crowd without one holds on', async () => {
    const crowd = Array.from({ length: 80 }, () => {
      const socket = net.connect(address.port, address.host);
      socket.on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      return socket;
    });
    await Promise.all(crowd.map((socket) => once(socket, 'connect')));
    expect((await operatorAt(address).status()).approvers).toEqual(['Ada']);
    const earliest = crowd.slice(0, 16).map((socket) => allOf(socket));
    await Promise.all(earliest);
    expect(crowd.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(64);
  });

  it('keeps its certificate over a restart; the key is its own user’s alone', async () => {
    const { networkKey, networkCertificate } = keeperPaths(site.config.folder);
    expect((await stat(networkKey)).mode & 0o777).toBe(0o600);
    await site.keeper.stop();
    site.keeper = await spawnKeeper(site.config);
    expect(site.keeper.network!.fingerprint).toBe(address.fingerprint);
    await site.keeper.stop();

    const right = await readFile(networkCertificate, 'utf8');
    const { privateKey } = generateKeyPairSync('ed25519');
    for (const wrong of [selfSignedCertificate(privateKey, 'wayside-keeper'), 'none']) {
      await writeFile(networkCertificate, wrong);
      await expect(spawnKeeper(site.config)).rejects.toMatchObject({ code: 'KEYRING_INVALID' });
    }
    await writeFile(networkCertificate, right);
    await chmod(networkCertificate, 0o600);
    site.keeper = await spawnKeeper(site.config);
  });

  it('does not start where it can’t listen, and leaves no socket behind', async () => {
    await site.keeper.stop();
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(
      spawnKeeper({ ...site.config, listen: { host: '127.0.0.1', port } }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { key: 'keeper.listen' } });
    await expect(stat(keeperPaths(site.config.folder).socket)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    taken.close();
    site.keeper = await spawnKeeper(site.config);
  });
});

describe('a second keeper on standby', () => {
  it('waits, takes over when the first is killed, and the first waits then', async () => {
    await site.keeper.stop();
    const config = { ...site.config, standby: true };
    const first = await spawnKeeper(config);
    onTestFinished(() => first.stop());
    let waits = 0;
    let secondReady = false;
    const starting = spawnKeeper(config, { onStandby: () => waits++ });
    void starting.then(() => (secondReady = true));
    await expect.poll(() => waits, { timeout: 20_000 }).toBe(1);
    expect(secondReady).toBe(false);
    const client = operatorAt(first.network!);
    const { auditEntries } = await client.status();

    process.kill(first.pid!, 'SIGKILL');
    const second = await starting;
    onTestFinished(() => second.stop());
    expect(second.network!.fingerprint).toBe(first.network!.fingerprint);
    const status = await operatorAt(second.network!).status();
    expect(status.auditEntries).toBeGreaterThan(auditEntries);
    await second.stop();
    // The first was started again, waited, and works once the second is gone.
    await expect
      .poll(() => operatorAt(first.network!).status(), { timeout: 20_000 })
      .toMatchObject({ approvers: ['Ada'] });
  });

  it('does not stop another’s work when it is told to stop itself', async () => {
    const config = { ...site.config, standby: true };
    const first = await spawnKeeper(config);
    onTestFinished(() => first.stop());
    const stopping = new AbortController();
    const starting = spawnKeeper(config, {
      signal: stopping.signal,
      onStandby: () => {
        stopping.abort();
      },
    });
    await expect(starting).rejects.toMatchObject({ code: 'KEEPER_UNREACHABLE' });
    expect((await operatorAt(first.network!).status()).approvers).toEqual(['Ada']);
  });

  it('works on when the one that works loses the database’s lock', async () => {
    const config = { ...site.config, standby: true };
    const first = await spawnKeeper(config);
    onTestFinished(() => first.stop());
    const { pid } = first;
    await site.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'wayside-keeper-place' and datname = current_database()`,
    );
    await expect.poll(() => first.pid, { timeout: 20_000 }).not.toBe(pid);
    await expect
      .poll(() => operatorAt(first.network!).status(), { timeout: 20_000 })
      .toMatchObject({ approvers: ['Ada'] });
  });
});
