import type { PlateRead } from '../plates/plate-reading.ts';
import { fusePlates } from './fuse-plates.ts';

/** Reads that say exactly the same before a plate is believed, and how sure each must be. */
const AGREEMENTS = [
  { reads: 2, confidence: 0.8 },
  { reads: 3, confidence: 0.6 },
  { reads: 5, confidence: 0.35 },
] as const;
const MIN_CHARACTER_CONFIDENCE = 0.85;
/** Less than this is left when two plates were read about as often. */
const MIN_CONFIDENCE = 0.6;

/**
 * Whether more reads of the plate would tell nothing new: it fits a grammar, every character is settled
 * and enough sure reads say exactly this text. No reads: false. Reading goes on while it isn't certain.
 */
export function isCertain(reads: readonly PlateRead[]): boolean {
  if (reads.length < AGREEMENTS[0].reads) return false;
  const fused = fusePlates(reads);
  if (fused?.region == null || fused.confidence < MIN_CONFIDENCE) return false;
  if (fused.characters.some((c) => c.confidence < MIN_CHARACTER_CONFIDENCE)) return false;
  return AGREEMENTS.some(
    ({ reads: needed, confidence }) =>
      reads.filter((r) => r.text === fused.text && r.confidence >= confidence).length >= needed,
  );
}
