/**
 * Characters that printing, dirt and optical reading confuse, each group under the digit it is folded
 * to. Every group holds characters that some country prints alike or that our reader was measured to
 * swap: O/0/D/Q, I/1/L, B/8, S/5, Z/2, G/6. ISO 7591 (reflective plates) and the DIN 1451 and FE
 * faces were drawn to keep the same pairs apart, which is how well known they are.
 */
export const CONFUSION_GROUPS = [
  { folded: '0', members: ['0', 'O', 'D', 'Q'] },
  { folded: '1', members: ['1', 'I', 'L'] },
  { folded: '8', members: ['8', 'B'] },
  { folded: '5', members: ['5', 'S'] },
  { folded: '2', members: ['2', 'Z'] },
  { folded: '6', members: ['6', 'G'] },
] as const;
