import { expect, test } from 'vitest';
import { objectsConfig } from './objects-config.ts';

const s3 = { kind: 's3', endpoint: 'http://127.0.0.1:9000', bucket: 'wayside' } as const;

test('objects are in the data folder unless the configuration says where', () => {
  expect(objectsConfig({ objects: null, s3Keys: null }, '/data')).toEqual({
    kind: 'folder',
    path: '/data/objects',
  });
  const folder = { kind: 'folder', path: '/mnt/objects' } as const;
  expect(objectsConfig({ objects: folder, s3Keys: null }, '/data')).toEqual(folder);
});

test('S3 needs its keys', () => {
  expect(() => objectsConfig({ objects: s3, s3Keys: null }, '/data')).toThrow(
    /WAYSIDE_S3_ACCESS_KEY/,
  );
  const s3Keys = { accessKey: 'a', secretKey: 's' };
  expect(objectsConfig({ objects: s3, s3Keys }, '/data')).toEqual({ ...s3, ...s3Keys });
});
