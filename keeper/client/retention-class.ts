import { KINDS, type Kind } from './protocol.ts';

/**
 * Names of ratchets. What a site keeps for its own days is sealed under `reads`, `footage` or `crops`;
 * what a camera keeps for fewer days under a ratchet of that many days, such as `reads-7`.
 */
export type RatchetName = string;

export interface RetentionClass {
  readonly kind: Kind;
  /** Null: the site's own days. */
  readonly days: number | null;
}

export const MOST_RETENTION_DAYS = 366;

const NAME = new RegExp(`^(${KINDS.join('|')})(?:-([1-9]\\d{0,2}))?$`);

export function ratchetName(kind: Kind, days: number | null = null): RatchetName {
  return days === null ? kind : `${kind}-${days}`;
}

/** Null for what is no name of a ratchet. */
export function retentionClassOf(name: string): RetentionClass | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const days = found[2] === undefined ? null : Number(found[2]);
  return days !== null && days > MOST_RETENTION_DAYS ? null : { kind: found[1] as Kind, days };
}
