import type { MatchReason } from './sealed-read.ts';

/** The reason in a sentence for the analyst, such as `8≈B at position 3`. It holds plate characters. */
export function describeReason(reason: MatchReason): string {
  const at = `at position ${reason.position}`;
  switch (reason.kind) {
    case 'alike':
      return `${reason.queried}≈${reason.read} ${at}`;
    case 'different': {
      const second =
        reason.readAlternative >= 0.005
          ? `, which the reader gave ${Math.round(reason.readAlternative * 100)}%`
          : '';
      return `${reason.read} instead of ${reason.queried} ${at}${second}`;
    }
    case 'missing':
      return `one character missing ${at}`;
    case 'extra':
      return `one character more ${at}`;
  }
}
