/** A probability as it is printed: four decimals are more than any of them is worth. */
export function roundConfidence(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
