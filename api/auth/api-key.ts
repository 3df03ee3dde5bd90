import { randomBytes } from 'node:crypto';
import { newSecretToken } from './secret-token.ts';

/** `wsk_<prefix>_<secret>`: the prefix names the key, so that it can be found without the secret. */
const API_KEY = /^wsk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeyText {
  /** 12 lower-case hexadecimal digits. */
  readonly prefix: string;
  readonly secret: string;
}

export function newApiKey(): ApiKeyText {
  return { prefix: randomBytes(6).toString('hex'), secret: newSecretToken() };
}

export function formatApiKey({ prefix, secret }: ApiKeyText): string {
  return `wsk_${prefix}_${secret}`;
}

/** Null when it isn't one. */
export function parseApiKey(text: string): ApiKeyText | null {
  const [, prefix, secret] = API_KEY.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? null : { prefix, secret };
}
