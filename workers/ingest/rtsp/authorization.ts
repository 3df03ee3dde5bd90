import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** One way to authenticate that a server offers (RFC 7235, section 2.1). */
export interface Challenge {
  /** Lower case: `basic`, `digest`, … */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What `WWW-Authenticate` headers offer; what can't be read is left out. */
export function readChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap((header) => {
    const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
    const parts = /([\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?/g;
    for (const [, name, quoted, bare] of header.matchAll(parts)) {
      const value = quoted ?? bare;
      if (value === undefined) {
        challenges.push({ scheme: name!.toLowerCase(), parameters: new Map() });
      } else challenges.at(-1)?.parameters.set(name!.toLowerCase(), value);
    }
    return challenges;
  });
}

/** Hashes of RFC 7616 and 2617, best first. */
const HASHES = [
  ['sha-256', 'sha256'],
  ['md5', 'md5'],
] as const;

/** The strongest of the challenges that can be answered; null where none can. */
export function bestChallenge(challenges: readonly Challenge[]): Challenge | null {
  const digests = challenges.filter(
    ({ scheme, parameters }) =>
      scheme === 'digest' && parameters.has('nonce') && canQop(parameters),
  );
  for (const [algorithm] of HASHES) {
    const found = digests.find(({ parameters }) => algorithmOf(parameters).name === algorithm);
    if (found !== undefined) return found;
  }
  return challenges.find(({ scheme }) => scheme === 'basic') ?? null;
}

/** The server takes name and password, but wants them with a newer nonce. */
export function isStale({ parameters }: Challenge): boolean {
  return parameters.get('stale')?.toLowerCase() === 'true';
}

/** Answers one challenge, request after request. */
export class Authorization {
  readonly #challenge: Challenge;
  readonly #credentials: Credentials;
  readonly #newNonce: () => string;
  #uses = 0;

  /** @param challenge one that `bestChallenge` gave */
  constructor(
    challenge: Challenge,
    credentials: Credentials,
    newNonce = () => randomBytes(16).toString('hex'),
  ) {
    this.#challenge = challenge;
    this.#credentials = credentials;
    this.#newNonce = newNonce;
  }

  /** The `Authorization` header of the next request. */
  header(method: string, uri: string): string {
    const { user, password } = this.#credentials;
    if (this.#challenge.scheme === 'basic') {
      return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    }
    const given = this.#challenge.parameters;
    const algorithm = algorithmOf(given);
    const hash = (...parts: string[]): string =>
      createHash(algorithm.hash).update(parts.join(':')).digest('hex');
    const realm = given.get('realm') ?? '';
    const nonce = given.get('nonce') ?? '';
    const cnonce = this.#newNonce();
    const count = (++this.#uses).toString(16).padStart(8, '0');
    const secret = hash(user, realm, password);
    const a1 = algorithm.isSession ? hash(secret, nonce, cnonce) : secret;
    const a2 = hash(method, uri);
    const hasQop = given.has('qop');
    const response = hasQop ? hash(a1, nonce, count, cnonce, 'auth', a2) : hash(a1, nonce, a2);
    const fields = [
      `username="${user.replace(/["\\]/g, '\\$&')}"`,
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      `uri="${uri}"`,
      `response="${response}"`,
    ];
    const opaque = given.get('opaque');
    if (given.has('algorithm')) fields.push(`algorithm=${given.get('algorithm')!}`);
    if (opaque !== undefined) fields.push(`opaque="${opaque}"`);
    if (hasQop) fields.push('qop=auth', `nc=${count}`);
    if (hasQop || algorithm.isSession) fields.push(`cnonce="${cnonce}"`);
    return `Digest ${fields.join(', ')}`;
  }
}

function canQop(parameters: ReadonlyMap<string, string>): boolean {
  const offered = parameters.get('qop');
  return offered === undefined || offered.split(',').some((qop) => qop.trim() === 'auth');
}

function algorithmOf(parameters: ReadonlyMap<string, string>): {
  name: string;
  hash: string;
  isSession: boolean;
} {
  const given = (parameters.get('algorithm') ?? 'MD5').toLowerCase();
  const name = given.replace(/-sess$/, '');
  const hash = HASHES.find(([algorithm]) => algorithm === name)?.[1] ?? '';
  return { name, hash, isSession: given.endsWith('-sess') };
}
