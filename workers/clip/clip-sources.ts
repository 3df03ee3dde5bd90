import { join } from 'node:path';
import { openSealedFile } from '../open-sealed-file.ts';
import type { PrivacyMask } from '../../pipeline/geometry/privacy-masks.ts';
import type { PlacedFacts } from '../../pipeline/redact/follow-vehicle.ts';
import { masksOfFootage } from '../../store/footage-masks.ts';
import type { ClipSource } from '../../store/schema/redaction.ts';
import { findSegment } from '../../store/segments.ts';
import { probe } from '../media/probe.ts';
import type { MediaInfo } from '../media/media-info.ts';
import { openFacts } from '../sealed-facts.ts';
import type { Services } from '../services.ts';

/** A segment in clear, in a file that only this process may read. */
export interface OpenSegment {
  readonly path: string;
  readonly info: MediaInfo;
  readonly startMs: number;
  /** Never shown, whatever is unmasked. */
  readonly masks: readonly PrivacyMask[];
}

export interface OpenSources {
  /** In order of time. */
  readonly segments: readonly OpenSegment[];
  readonly facts: readonly PlacedFacts[];
}

/**
 * Opens all that a clip is made of, at once: the tickets last some minutes, making the clip may take
 * longer. Segments that expired meanwhile are left out.
 * @throws WaysideError TICKET_INVALID, EXPIRED, SEAL_BROKEN, OBJECT_MISSING, DISK_FULL, …_UNREACHABLE
 */
export async function openClipSources(
  source: ClipSource,
  folder: string,
  services: Pick<Services, 'db' | 'objects' | 'keeper'>,
  signal: AbortSignal,
): Promise<OpenSources> {
  const { db } = services;
  const segments: OpenSegment[] = [];
  const facts: PlacedFacts[] = [];
  for (const [n, { id, day, footageTicket, factsTicket }] of source.segments.entries()) {
    const segment = await findSegment(db, { id, day });
    if (segment === null) continue;
    const path = join(folder, `segment-${n}`);
    const { objectKey } = segment;
    const ticket = Buffer.from(footageTicket, 'base64');
    await openSealedFile(path, { objectKey, ticket }, services, signal);
    const startMs = segment.startedAt.getTime();
    const masks = await masksOfFootage(db, segment);
    segments.push({ path, info: await probe(path, { signal }), startMs, masks });
    if (factsTicket === null || segment.factsKey === null) continue;
    const granted = { ...segment, factsTicket: Buffer.from(factsTicket, 'base64') };
    facts.push({ segmentId: id, startMs, facts: await openFacts(granted, services) });
  }
  return { segments, facts };
}
