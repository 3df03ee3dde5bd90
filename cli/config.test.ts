import { describe, expect, it } from 'vitest';
import { configFrom, parseConfig } from './config.ts';

describe('parseConfig', () => {
  it('takes an empty file', () => {
    expect(parseConfig('', 'wayside.yaml')).toEqual({});
  });
  it('names every bad key at once', () => {
    const text = 'worker: 2\nthreads: 0\nretentionDays: { reads: 21, crops: 3 }\n';
    expect.assertions(5);
    try {
      parseConfig(text, 'wayside.yaml');
    } catch (error) {
      const message = (error as Error).message;
      expect(message).toContain('unknown key worker');
      expect(message).toContain('threads');
      expect(message).not.toContain('schema');
      expect(message).toContain('retentionDays.crops');
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2 });
    }
  });
  it('says so when the file is not YAML', () => {
    expect(() => parseConfig('a: [1', 'wayside.yaml')).toThrow(/not YAML/);
  });
});

describe('configFrom', () => {
  it('has defaults for everything', () => {
    const config = configFrom({}, {});
    expect(config).toMatchObject({ databaseUrl: null, region: 'auto', analysisFps: 5 });
    expect(config.retention.days).toEqual({ reads: 21, tracks: 30, footage: 30, crops: 30 });
  });
  it('lets the environment win, so that secrets stay out of the file', () => {
    const config = configFrom(
      { database: 'postgres://file/db', data: '/file' },
      { WAYSIDE_DATABASE_URL: 'postgres://env/db', WAYSIDE_DATA: '/env' },
    );
    expect(config).toMatchObject({ databaseUrl: 'postgres://env/db', dataFolder: '/env' });
  });
  it('takes three ways into the database, or one', () => {
    const database = 'postgres://app@db/wayside';
    const keeperDatabase = 'postgres://keeper@db/wayside';
    const ownerDatabase = 'postgres://owner@db/wayside';
    expect(configFrom({ database }, {})).toMatchObject({ ownerUrl: null, keeperUrl: null });
    expect(configFrom({ database, keeperDatabase, ownerDatabase }, {})).toMatchObject({
      ownerUrl: ownerDatabase,
      keeperUrl: keeperDatabase,
    });
    for (const some of [
      { database, keeperDatabase },
      { database, ownerDatabase },
      { keeperDatabase, ownerDatabase },
    ]) {
      expect(() => configFrom(some, {})).toThrow(/go together/);
      // Each process of a cluster has its own.
      expect(() => configFrom({ ...some, keeper: { listen: '[::]:8443' } }, {})).not.toThrow();
    }
  });
  it('reads where the keeper is, and names every wrong key', () => {
    const capitals = Array.from({ length: 32 }, () => 'AB').join(':');
    const keeper = { address: 'keeper.example:8443', fingerprint: capitals };
    const env = { WAYSIDE_KEEPER_WORKER_TOKEN: 'token' };
    expect(configFrom({ keeper }, env).keeper).toEqual({
      address: { host: 'keeper.example', port: 8443 },
      fingerprint: 'ab'.repeat(32),
      listen: null,
      standby: false,
      tokens: { worker: 'token', operator: null },
    });
    const wrong = { address: 'keeper', fingerprint: 'ab', listen: 'everywhere' };
    expect(() => configFrom({ keeper: wrong }, {})).toThrow(
      /keeper\.address.*keeper\.fingerprint.*keeper\.listen/,
    );
    expect(() => configFrom({ keeper: { standby: true } }, {})).toThrow(/keeper\.listen/);
  });
});
