import type { AskedBy } from '../../keeper/client/asked-by.ts';

/** Who reads the log for reviews and figures: no name of an account has parentheses. */
export const REVIEWER: AskedBy = { name: '(reviews)', role: 'system' };
