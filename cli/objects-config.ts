import { join, resolve } from 'node:path';
import { WaysideError } from '../pipeline/errors.ts';
import type { ObjectsConfig } from '../workers/config.ts';
import type { Config } from './config.ts';

/**
 * Where objects are kept; in the data folder unless the configuration says otherwise.
 * @throws WaysideError CONFIG_INVALID when the keys of S3 aren't there
 */
export function objectsConfig(
  { objects: place, s3Keys }: Pick<Config, 'objects' | 's3Keys'>,
  dataFolder: string,
): ObjectsConfig {
  if (place === null) return { kind: 'folder', path: join(dataFolder, 'objects') };
  if (place.kind === 'folder') return { kind: 'folder', path: resolve(place.path) };
  if (s3Keys !== null) return { ...place, ...s3Keys };
  throw new WaysideError(
    'CONFIG_INVALID',
    'objects.kind is s3, but WAYSIDE_S3_ACCESS_KEY and WAYSIDE_S3_SECRET_KEY are not both set',
  );
}
