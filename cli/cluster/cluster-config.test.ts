import { describe, expect, it } from 'vitest';
import { configFrom, type ConfigFile } from '../config.ts';
import { clusterOperator, clusterServices, refuseInCluster } from './cluster-config.ts';

const FINGERPRINT = 'ab'.repeat(32);
const OBJECTS = { kind: 's3', endpoint: 'http://s3:9000', bucket: 'wayside' } as const;
const FILE: ConfigFile = {
  data: '/data',
  database: 'postgres://app@db/wayside',
  jobs: 'redis://queue:6379',
  objects: OBJECTS,
  keeper: { address: 'keeper:8443', fingerprint: FINGERPRINT },
};
const S3_KEYS = { WAYSIDE_S3_ACCESS_KEY: 'access', WAYSIDE_S3_SECRET_KEY: 'secret' };
const WORKER = { ...S3_KEYS, WAYSIDE_KEEPER_WORKER_TOKEN: 'w' };

describe('a process of a cluster', () => {
  it('is not given anything: everything that is missing is named, and nothing is embedded', () => {
    expect(() => clusterServices(configFrom({}, {}))).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          /database.*keeper\.address.*keeper\.fingerprint.*WORKER_TOKEN.*objects/,
        ) as string,
      }),
    );
  });

  it('takes in footage and works on it without the operator’s token', () => {
    const config = configFrom(FILE, WORKER);
    const address = { host: 'keeper', port: 8443, fingerprint: FINGERPRINT };
    expect(clusterServices(config)).toMatchObject({
      databaseUrl: FILE.database,
      jobs: { url: FILE.jobs },
      objects: { ...OBJECTS, accessKey: 'access', secretKey: 'secret' },
      keeper: { address, workerToken: 'w' },
      scratchFolder: '/data/scratch',
    });
    expect(() => clusterOperator(config)).toThrow(/WAYSIDE_KEEPER_OPERATOR_TOKEN$/);
    const api = configFrom(FILE, { ...WORKER, WAYSIDE_KEEPER_OPERATOR_TOKEN: 'o' });
    expect(clusterOperator(api)).toEqual({ address, role: 'operator', token: 'o' });
  });

  it('has its jobs on the database where no queue is named', () => {
    const { database, objects, keeper } = FILE;
    const config = configFrom({ database: database!, objects: objects!, keeper: keeper! }, WORKER);
    expect(clusterServices(config).jobs.url).toBe(FILE.database);
  });

  it('doesn’t take a folder of its own for the objects of all', () => {
    const { database, keeper } = FILE;
    const config = configFrom({ database: database!, keeper: keeper! }, WORKER);
    expect(() => clusterServices(config)).toThrow(/objects/);
  });
});

describe('a command that runs everything on one machine', () => {
  it('refuses where the configuration is that of a cluster', () => {
    expect(() => {
      refuseInCluster(configFrom(FILE, {}), 'up');
    }).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { key: 'keeper' } }));
    expect(() => {
      refuseInCluster(configFrom({ keeper: { listen: '[::]:8443' } }, {}), 'up');
    }).toThrow(/wayside up/);
    refuseInCluster(configFrom({}, {}), 'up');
  });
});
