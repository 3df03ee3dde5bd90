import { createHmac } from 'node:crypto';
import { isEndTerm, type IndexTerm } from '../pipeline/search/index-terms.ts';

/**
 * The token of a term in one day: the first 64 bits of HMAC-SHA256 under the day's token key, as a
 * signed integer. Terms begin with their sort, which keeps the sorts apart. Two different terms of one
 * day share a token once in 2⁶⁴ pairs; such a row is only a candidate more.
 */
export function tokenOf(tokenKey: Buffer, term: IndexTerm): bigint {
  return createHmac('sha256', tokenKey).update(term).digest().readBigInt64BE(0);
}

export type Tokeniser = (term: IndexTerm) => bigint;

const MOST_REMEMBERED = 50_000;

/**
 * `tokenOf` with a memory for the ends of plates: there are few of them, each row has six, and hashing
 * is most of the work of sealing.
 */
export function tokeniser(tokenKey: Buffer): Tokeniser {
  const remembered = new Map<IndexTerm, bigint>();
  return (term) => {
    if (!isEndTerm(term)) return tokenOf(tokenKey, term);
    let token = remembered.get(term);
    if (token === undefined) {
      token = tokenOf(tokenKey, term);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(term, token);
    }
    return token;
  };
}
