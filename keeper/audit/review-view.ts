import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../client/canonical-json.ts';
import { knownCharacters, parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { foldCharacter } from '../../pipeline/search/skeleton.ts';
import type { PlatePattern } from '../../pipeline/search/plate-pattern.ts';
import type { PlateQuery } from '../../pipeline/search/sealed-read.ts';
import type { StoredAuditEntry } from './audit-entry.ts';
import type { AuditKeys } from './audit-keys.ts';
import { auditStatistics } from './audit-statistics.ts';

const DRAW_BITS = 48;
const MARK_CHARACTERS = 22;

/**
 * What is compared for the review queue: the statistics, a draw for the sample, the shape of the
 * pattern, and marks (keyed hashes, base64url of 128 bits) of person, plate, case and grant. Equal
 * things have equal marks, so they can be told apart and brought together without being known.
 *
 * The draw, 0…1, is a keyed hash of the leaf, which holds 32 random bytes: nobody knows it before the
 * entry is written, nor can change it after; who holds the keys gets the same one at any time.
 */
export function reviewView(
  keys: Pick<AuditKeys, 'seal'>,
  { leafHash }: Pick<StoredAuditEntry, 'leafHash'>,
  detail: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const key = reviewKey(keys);
  const query = patternOf(detail.query);
  const grant = membersOf(detail.grant);
  const marks = Object.entries({
    person: membersOf(detail.by).name,
    plate: query === null ? undefined : plateOf(query),
    case: grant.caseId ?? detail.caseId,
    grant: grant.id ?? detail.grantId,
  }).flatMap(([kind, value]) =>
    typeof value === 'string' ? [[kind, markOf(key, kind, value)] as const] : [],
  );
  return {
    ...auditStatistics(detail),
    draw: drawOf(key, leafHash),
    marks: Object.fromEntries(marks),
    ...(query === null ? {} : { pattern: shapeOf(query) }),
  };
}

/** Of its own, so that a mark tells nothing of the key that seals. */
function reviewKey({ seal }: Pick<AuditKeys, 'seal'>): Buffer {
  return Buffer.from(hkdfSync('sha256', seal, '', 'wayside review marks 1', 32));
}

function markOf(key: Buffer, kind: string, value: string): string {
  const mac = createHmac('sha256', key).update(canonicalJson([kind, value]));
  return mac.digest('base64url').slice(0, MARK_CHARACTERS);
}

function drawOf(key: Buffer, leafHash: Buffer): number {
  const mac = createHmac('sha256', key).update('draw').update(leafHash).digest();
  return mac.readUIntBE(0, DRAW_BITS / 8) / 2 ** DRAW_BITS;
}

/** Folded, so that whoever writes O for 0 asks for the same plate. */
function plateOf({ parts }: PlatePattern): string {
  return parts
    .map((part) =>
      part.kind === 'known' ? foldCharacter(part.character) : part.kind === 'any-one' ? '?' : '*',
    )
    .join('');
}

function shapeOf({ parts, partial, wrongCharacters }: PlatePattern) {
  return {
    known: parts.filter(({ kind }) => kind === 'known').length,
    whole: !partial && knownCharacters(parts) !== null,
    wrongCharacters,
  };
}

/** Null where there is no query, or none that says anything. */
function patternOf(query: unknown): PlatePattern | null {
  if (query === undefined) return null;
  try {
    return parsePlateQuery(query as PlateQuery);
  } catch {
    return null;
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
