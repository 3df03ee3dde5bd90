import { WaysideError } from '../../pipeline/errors.ts';

/** Throws USAGE. */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new WaysideError('USAGE', `${option} takes a whole number above 0, not ${text}`);
}
