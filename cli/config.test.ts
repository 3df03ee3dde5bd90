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
    expect(configFrom({ database }, {}).databaseRoles).toBeNull();
    expect(configFrom({ database, keeperDatabase, ownerDatabase }, {}).databaseRoles).toEqual({
      ownerUrl: ownerDatabase,
      keeperUrl: keeperDatabase,
    });
    for (const some of [
      { database, keeperDatabase },
      { database, ownerDatabase },
      { keeperDatabase, ownerDatabase },
    ]) {
      expect(() => configFrom(some, {})).toThrow(/go together/);
    }
  });
  it('refuses S3 without its keys', () => {
    const objects = { kind: 's3', endpoint: 'http://127.0.0.1:9000', bucket: 'wayside' } as const;
    expect(() => configFrom({ objects }, {})).toThrow(/WAYSIDE_S3_ACCESS_KEY/);
  });
});
