import { sealBytes } from '../../keeper/client/sealed-objects.ts';
import type { ObjectToSeal } from '../../keeper/client/keeper-client.ts';
import { somePlate } from '../../keeper/testing/some-plate.ts';
import type { PictureRedaction } from '../../pipeline/redact/redaction-record.ts';
import { cropKey, maskedCropKey } from '../../store/objects/crop-keys.ts';
import { ensureDays } from '../../store/partitions.ts';
import { saveRedactions } from '../../store/redaction/redactions.ts';
import { saveSightings } from '../../store/sightings/save-sightings.ts';
import { sampleFootage } from '../../store/testing/sample-rows.ts';
import { saveTracks } from '../../store/tracks.ts';
import type { ApiContext } from '../context.ts';
import type { CaseSite } from './case-site.ts';

/** A vehicle that passed camera north, with all that an import leaves of it. */
export interface SeenPlate {
  readonly sightingId: string;
  readonly trackId: string;
  readonly footageId: string;
  /** Of the footage: four seconds. */
  readonly startedAt: Date;
}

/** What a picture shows is its text here: the plate in the own one, nothing in the masked one. */
export async function seePlate(
  { keeper: { worker }, db }: { keeper: CaseSite['keeper']; db: CaseSite['db'] },
  { objects }: Pick<ApiContext, 'objects'>,
  text: string,
  startedAt: Date,
): Promise<SeenPlate> {
  const cameraId = 'north';
  const sample = sampleFootage(startedAt, cameraId);
  const plain = sample.segment(0);
  const { day } = plain;
  const span = { cameraId, startMs: startedAt.getTime(), endMs: startedAt.getTime() + 4000 };
  const store = async (object: Omit<ObjectToSeal, keyof typeof span>, content: string) => {
    const { sealed, ticket } = await sealBytes(
      worker,
      { ...object, ...span },
      Buffer.from(content),
    );
    await objects.put(object.objectId, sealed);
    return ticket;
  };
  const own = cropKey(day, plain.id, '0');
  const objectKey = `footage/${day}/${plain.id}/video`;
  await ensureDays(db, [day]);
  const ticket = await store(
    { kind: 'footage', content: 'footage', objectId: objectKey },
    `moving pictures of ${text}`,
  );
  await store({ kind: 'crops', content: 'crop', objectId: own }, `a picture of ${text}`);
  await store(
    { kind: 'crops', content: 'masked-crop', objectId: maskedCropKey(own) },
    'a picture without plates',
  );
  for (const key of [own, maskedCropKey(own)]) {
    await saveRedactions(db, [{ objectKey: key, day, cameraId, record: SOME_REDACTION }]);
  }
  await db
    .insertInto('footage')
    .values({ ...sample.footage, status: 'complete' })
    .execute();
  await db
    .insertInto('segment')
    .values({ ...plain, objectKey, footageTicket: ticket, status: 'tracked' })
    .execute();
  const track = sample.track(0, { cropKey: own, hasPlate: true });
  await saveTracks(db, [track]);
  const sighting = sample.sighting(0);
  const capturedAtMs = sighting.capturedAt.getTime();
  const [sealed] = await worker.sealReads([
    { id: sighting.id, cameraId, capturedAtMs, plate: somePlate(text) },
  ]);
  await saveSightings(db, [{ ...sighting, ...sealed! }]);
  const { footageId } = sample;
  return { sightingId: sighting.id, trackId: track.id, footageId, startedAt };
}

export const SOME_REDACTION: PictureRedaction = {
  version: 1,
  method: 'solid-fill-1',
  detectors: [],
  margins: { person: 0, plate: 0 },
  widthPx: 100,
  heightPx: 100,
  peopleHidden: true,
  hidden: [],
  visiblePlates: [],
};
