import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's least for argon2id; measured on two shared cores: 25 ms. */
export const PASSWORD_COST = { memoryKib: 19_456, passes: 2 };
const ARGON2ID = {
  memoryCost: PASSWORD_COST.memoryKib,
  timeCost: PASSWORD_COST.passes,
  parallelism: 1,
};

let nobodysHash: Promise<string> | null = null;

/** Argon2id (the library's default) in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), ARGON2ID);
}

/** With no hash (nobody of that name, no password set) it works as long, and says no. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(32).toString('base64'));
  const right = await verify(passwordHash ?? (await nobodysHash), normal(password));
  return right && passwordHash !== null;
}

/** The same keys on another keyboard may give other bytes for the same text (NIST SP 800-63B). */
function normal(password: string): string {
  return password.normalize('NFKC');
}
