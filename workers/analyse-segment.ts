import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { CONTENTS, type Content } from '../keeper/client/protocol.ts';
import { openStreamByTicket, sealBytes } from '../keeper/client/sealed-objects.ts';
import { WaysideError } from '../pipeline/errors.ts';
import type { PrivacyMask } from '../pipeline/geometry/privacy-masks.ts';
import type { Raster } from '../pipeline/image/raster.ts';
import { maskFrames } from '../pipeline/redact/fill-masks.ts';
import type { HidingModels } from '../pipeline/redact/hiding-models.ts';
import { withMasks } from '../pipeline/redact/redaction-record.ts';
import type { SegmentModels } from '../pipeline/segment/detect-frames.ts';
import { detectSegment, type DetectedSegment } from '../pipeline/segment/detect-segment.ts';
import { retentionOfCamera } from '../store/retention/retention-rules.ts';
import type { Segment } from '../store/schema.ts';
import type { Gate } from './gate.ts';
import { decodeFrames, type DecodeReport } from './media/frames.ts';
import { probe } from './media/probe.ts';
import { cropKey, maskedCropKey } from '../store/objects/crop-keys.ts';
import { saveRedactions } from '../store/redaction/redactions.ts';
import { newFactsKey } from './object-keys.ts';
import { isSameSize, type PictureInfo, type PictureSizes } from './picture-sizes.ts';
import { prefetch } from '../pipeline/segment/prefetch.ts';
import type { Services } from './services.ts';

/** Frames decoded ahead of the models; a 1080p frame takes some 4 MB. */
const FRAMES_AHEAD = 3;
const CROP_JPEG_QUALITY = 82;

export interface AnalysisTools {
  /** The models, reading plates of the region. */
  readonly modelsFor: (region: string) => SegmentModels & { readonly hiding: HidingModels };
  /** One segment at a time goes through the models; the next is opened and decoded meanwhile. */
  readonly gate: Gate;
  readonly pictureSizes: PictureSizes;
}

/** How a segment is looked at. */
export interface SegmentView {
  readonly region: string;
  /** Frames a second of media time. */
  readonly analysisFps: number;
  /** Filled in every frame before anything looks at it. */
  readonly masks: readonly PrivacyMask[];
}

export interface AnalysedSegment extends DetectedSegment {
  /** Set where the video broke off: the last picture that could be made out. */
  readonly damage: { readonly lastMediaMs: number } | null;
}

/**
 * Opens the sealed segment into a file that only this process may read, decodes it, and finds what is
 * in it. The file is gone afterwards, whatever happens.
 * @throws WaysideError OBJECT_MISSING, SEAL_BROKEN, EXPIRED, TICKET_INVALID, DISK_FULL, INTERRUPTED,
 *   …_UNREACHABLE, and all of `probe` and `decodeFrames`
 */
export async function analyseSegment(
  segment: Segment,
  view: SegmentView,
  { objects, keeper, scratch }: Pick<Services, 'objects' | 'keeper' | 'scratch'>,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysedSegment> {
  const { pictureSizes } = tools;
  const folder = await scratch.newFolder();
  try {
    const path = join(folder, 'segment');
    await openInto(path, segment, { objects, keeper });
    const durationMs = segment.endedAt.getTime() - segment.startedAt.getTime();
    const look = (info: PictureInfo) => lookAt({ path, info, durationMs }, view, tools, signal);
    const known = pictureSizes.of(segment.footageId);
    if (known !== null) {
      const { analysed, firstSizePx } = await look(known);
      if (firstSizePx === null || isSameSize(firstSizePx, known)) return analysed;
      // The camera changed its picture in the middle of a run.
    }
    const info = await probe(path, { signal });
    pictureSizes.learn(segment.footageId, info);
    return (await look(info)).analysed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface OpenSegment {
  readonly path: string;
  readonly info: PictureInfo;
  readonly durationMs: number;
}

async function lookAt(
  { path, info, durationMs }: OpenSegment,
  { region, masks, analysisFps }: SegmentView,
  { modelsFor, gate }: AnalysisTools,
  signal: AbortSignal,
): Promise<{ analysed: AnalysedSegment; firstSizePx: DecodeReport['firstSizePx'] }> {
  const video = decodeFrames(path, { analysisFps, info, signal });
  const frames = prefetch(maskFrames(video, masks), FRAMES_AHEAD);
  try {
    const { widthPx, heightPx } = info;
    const framesDecoded = () => video.report?.framesDecoded ?? 0;
    const media = { widthPx, heightPx, durationMs, framesDecoded };
    const detected = await gate(() =>
      detectSegment(frames, media, modelsFor(region), {
        onDone: (frame) => {
          video.recycle(frame);
        },
      }),
    );
    const report = video.report;
    const damage = report?.damage == null ? null : { lastMediaMs: report.lastMediaMs };
    const crops = detected.crops.map(({ cropId, own, masked }) => ({
      cropId,
      own: { ...own, record: withMasks(own.record, masks) },
      masked: { ...masked, record: withMasks(masked.record, masks) },
    }));
    return {
      analysed: { facts: detected.facts, crops, damage },
      firstSizePx: report?.firstSizePx ?? null,
    };
  } finally {
    await frames.return();
  }
}

async function openInto(
  path: string,
  { objectKey, footageTicket }: Segment,
  { objects, keeper }: Pick<Services, 'objects' | 'keeper'>,
): Promise<void> {
  if (footageTicket === null) {
    throw new WaysideError('TICKET_INVALID', `there is no ticket for object ${objectKey}`);
  }
  try {
    await pipeline(
      await objects.get(objectKey),
      openStreamByTicket(keeper, objectKey, footageTicket),
      createWriteStream(path, { mode: 0o600 }),
    );
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw new WaysideError('DISK_FULL', `no space left to open a segment at ${path}`, { cause });
  }
}

/**
 * Records how the crops were redacted, seals them, then the facts that name them.
 * @returns what the segment's row needs to find the facts again.
 * @throws WaysideError EXPIRED, DISK_FULL, …_UNREACHABLE
 */
export async function storeFindings(
  segment: Segment,
  { facts, crops }: DetectedSegment,
  { db, objects, keeper }: Pick<Services, 'db' | 'objects' | 'keeper'>,
): Promise<{ factsKey: string; factsTicket: Uint8Array }> {
  const retention = await retentionOfCamera(db, segment.cameraId);
  const seal = (content: Content, objectId: string, bytes: Uint8Array) =>
    sealBytes(
      keeper,
      {
        kind: CONTENTS[content],
        content,
        objectId,
        cameraId: segment.cameraId,
        startMs: segment.startedAt.getTime(),
        endMs: segment.endedAt.getTime(),
        retentionDays: retention[CONTENTS[content]],
      },
      bytes,
    );
  const pictures = crops.flatMap(({ cropId, own, masked }) => {
    const key = cropKey(segment.day, segment.id, cropId);
    return [
      { content: 'crop', key, ...own },
      { content: 'masked-crop', key: maskedCropKey(key), ...masked },
    ] as const;
  });
  const { day, cameraId } = segment;
  await saveRedactions(
    db,
    pictures.map(({ key: objectKey, record }) => ({ objectKey, day, cameraId, record })),
  );
  for (const { content, key, picture } of pictures) {
    await objects.put(key, (await seal(content, key, await toJpeg(picture))).sealed);
  }
  const factsKey = newFactsKey(segment.day, segment.id);
  const { sealed, ticket } = await seal('facts', factsKey, Buffer.from(JSON.stringify(facts)));
  await objects.put(factsKey, sealed);
  return { factsKey, factsTicket: ticket };
}

function toJpeg({ data, widthPx, heightPx }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: CROP_JPEG_QUALITY })
    .toBuffer();
}
