import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Kysely } from 'kysely';
import { clockHeightPx, readBurnedClock } from '../../../fixtures/burned-clock.ts';
import type { KeeperClient } from '../../../keeper/client/keeper-client.ts';
import { openStreamByTicket } from '../../../keeper/client/sealed-objects.ts';
import { WaysideError } from '../../../pipeline/errors.ts';
import { cropFrame } from '../../../pipeline/image/video-frame.ts';
import type { Objects } from '../../../store/objects/objects.ts';
import type { Schema } from '../../../store/schema.ts';
import { decodeFrames } from '../../../workers/media/frames.ts';
import { probe } from '../../../workers/media/probe.ts';

export interface StoredFootage {
  readonly db: Kysely<Schema>;
  readonly objects: Pick<Objects, 'get'>;
  /** As a worker: footage opens for nobody else. */
  readonly keeper: Pick<KeeperClient, 'objectKeyByTicket'>;
  /** For one segment at a time, in clear. */
  readonly folder: string;
}

/** A picture of a stored segment: the time that the segment gives it, and the clock burned into it. */
export interface BurnedTime {
  readonly toldMs: number;
  readonly burnedMs: number;
}

export interface SegmentTimes {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly storedMs: number;
  readonly clockSource: string | null;
  /** Of every picture whose clock can be read. */
  readonly pictures: readonly BurnedTime[];
}

/** @throws WaysideError INTERNAL where there is no such segment, TICKET_INVALID, OBJECT_MISSING, … */
export async function burnedTimes(
  segmentId: string,
  { db, objects, keeper, folder }: StoredFootage,
): Promise<SegmentTimes> {
  const segment = await db
    .selectFrom('segment')
    .select(['objectKey', 'footageTicket', 'startedAt', 'endedAt', 'storedAt', 'clockSource'])
    .where('id', '=', segmentId)
    .executeTakeFirst();
  if (segment?.footageTicket == null) {
    throw new WaysideError('INTERNAL', `there is no footage of segment ${segmentId}`);
  }
  const path = join(folder, `${segmentId}.mkv`);
  try {
    const { objectKey, footageTicket } = segment;
    const opening = openStreamByTicket(keeper, objectKey, footageTicket);
    await pipeline(await objects.get(objectKey), opening, createWriteStream(path, { mode: 0o600 }));
    const startedMs = segment.startedAt.getTime();
    const pictures: BurnedTime[] = [];
    // More than cameras send: each picture is looked at.
    const frames = decodeFrames(path, { analysisFps: 1000, info: await probe(path) });
    for await (const frame of frames) {
      const edge = cropFrame(frame, [0, 0, frame.widthPx, clockHeightPx(frame.widthPx)]);
      const burnedMs = readBurnedClock(edge);
      if (burnedMs !== null) pictures.push({ toldMs: startedMs + frame.mediaMs, burnedMs });
      frames.recycle(frame);
    }
    return {
      startedMs,
      endedMs: segment.endedAt.getTime(),
      storedMs: segment.storedAt.getTime(),
      clockSource: segment.clockSource,
      pictures,
    };
  } finally {
    await rm(path, { force: true });
  }
}
