import { openFolderObjects } from './folder-objects.ts';
import type { Objects } from './objects.ts';
import { openS3Objects, type S3Options } from './s3-objects.ts';

export type ObjectsPlace =
  { readonly kind: 'folder'; readonly path: string } | ({ readonly kind: 's3' } & S3Options);

/** @throws {WaysideError} DATA_FOLDER_UNUSABLE or DISK_FULL when the folder can't be made */
export async function openObjects(place: ObjectsPlace): Promise<Objects> {
  return place.kind === 'folder' ? openFolderObjects(place.path) : openS3Objects(place);
}
