import { HASH_BYTES } from './merkle-tree.ts';

/** The head of a log's tree, as the text of a signed note (https://c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Which log it is. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly rootHash: Buffer;
}

export function formatCheckpoint({ origin, size, rootHash }: Checkpoint): string {
  return `${origin}\n${size}\n${rootHash.toString('base64')}\n`;
}

/** Null for what is no checkpoint. Lines after the third are let through, as the format has it. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const lines = text.split('\n');
  const [origin, size, root] = lines;
  if (lines.length < 4 || lines.pop() !== '' || lines.includes('')) return null;
  if (!/^(0|[1-9]\d{0,15})$/.test(size!) || !Number.isSafeInteger(Number(size))) return null;
  const rootHash = Buffer.from(root!, 'base64');
  if (rootHash.length !== HASH_BYTES || rootHash.toString('base64') !== root) return null;
  return { origin: origin!, size: Number(size), rootHash };
}
