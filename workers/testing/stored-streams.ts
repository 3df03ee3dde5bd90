import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { sealObjectStream } from '../../keeper/client/object-cipher.ts';
import { encodeObjectHeader } from '../../keeper/client/object-header.ts';
import { coverOf } from '../../pipeline/live/second-pieces.ts';
import { utcDayOf } from '../../pipeline/time/utc-day.ts';
import { openFolderObjects } from '../../store/objects/folder-objects.ts';
import type { Segment } from '../../store/schema.ts';
import { joinVideos } from '../media/join-videos.ts';
import { probe } from '../media/probe.ts';
import { splitByCopy, type SegmentFile } from '../media/split.ts';
import { openScratchFolder } from '../scratch-folder.ts';
import type { Services } from '../services.ts';

/** A camera's segments as ingest stores them, and what opens them: for tests and benches, without a house. */
export interface StoredStreams {
  readonly segments: readonly Segment[];
  readonly services: Pick<Services, 'objects' | 'keeper' | 'scratch'>;
}

export interface StreamFiles {
  readonly main: string;
  /** The same view, smaller; null: there is none. */
  readonly second: string | null;
  /** How much later the smaller stream's pictures are told to be than they are. Default 0. */
  readonly clockErrorMs?: number;
}

const START_MS = Date.parse('2026-05-01T10:00:00Z');
const SEGMENT_MS = 2000;
const PIECE_MS = 1000;

/** Cuts both files as the recorder does and seals what comes of it, in the folder. */
export async function storeStreams(
  { main, second, clockErrorMs = 0 }: StreamFiles,
  folder: string,
): Promise<StoredStreams> {
  const objects = await openFolderObjects(join(folder, 'objects'));
  const scratch = await openScratchFolder(join(folder, 'scratch'));
  const key = randomBytes(32);
  const keeper = { objectKeyByTicket: () => Promise.resolve(key) } as unknown as KeeperClient;

  const store = async (path: string): Promise<string> => {
    const objectKey = `footage/${utcDayOf(START_MS)}/${randomUUID()}/${randomUUID()}`;
    const header = encodeObjectHeader({
      ...{ kind: 'footage', content: 'footage', cameraId: 'gate' },
      ...{ startMs: START_MS, endMs: START_MS, salt: randomBytes(16).toString('base64') },
    });
    await objects.put(objectKey, createReadStream(path).pipe(sealObjectStream(key, header)));
    return objectKey;
  };
  const pieces =
    second === null ? [] : await cut(second, PIECE_MS, join(folder, 'second'), clockErrorMs);
  const footageId = randomUUID();
  const ticket = Buffer.from('ticket');
  const segments: Segment[] = [];
  for (const { sequence, path, startMs, endMs } of await cut(
    main,
    SEGMENT_MS,
    join(folder, 'main'),
  )) {
    const cover = coverOf(pieces, { startMs, endMs, clockSource: 'camera' });
    const joined = join(folder, `${sequence}.mkv`);
    if ('pieces' in cover) {
      const lengths = cover.pieces.map((piece) => ({
        path: piece.path,
        lengthMs: piece.endMs - piece.startMs,
      }));
      await joinVideos(lengths, joined);
    }
    segments.push({
      ...{ id: randomUUID(), day: utcDayOf(START_MS), cameraId: 'gate', footageId, sequence },
      startedAt: new Date(START_MS + startMs),
      endedAt: new Date(START_MS + endMs),
      ...{ objectKey: await store(path), footageTicket: ticket, byteCount: 1n, status: 'stored' },
      ...{ failureCode: null, factsKey: null, factsTicket: null, clockSource: 'camera' },
      ...{ storedAt: new Date(START_MS), analysisFps: null, isThinned: false },
      detectionKey: 'pieces' in cover ? await store(joined) : null,
      detectionTicket: 'pieces' in cover ? ticket : null,
      detectionOffsetMs: 'pieces' in cover ? cover.pieces[0]!.startMs - startMs : null,
    });
  }
  return { segments, services: { objects, keeper, scratch } };
}

async function cut(path: string, segmentMs: number, outDir: string, laterMs = 0) {
  const files: SegmentFile[] = [];
  const info = await probe(path);
  for await (const file of splitByCopy(path, { segmentMs, outDir, info })) files.push(file);
  return files.map((file) => ({
    ...file,
    startMs: Math.round(file.startMs) + laterMs,
    endMs: Math.round(file.endMs) + laterMs,
    ...{ clockSource: 'camera' as const, connection: 0, jumpMs: 0 },
  }));
}
