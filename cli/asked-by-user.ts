import { userInfo } from 'node:os';
import type { AskedBy } from '../keeper/client/asked-by.ts';

/** The command line's user, as the audit log names them. */
export function askedByUser(): AskedBy {
  return { name: userInfo().username, role: 'operator' };
}
