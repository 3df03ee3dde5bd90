import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './openapi.ts';

/** What every answer with a status of 400 or more is. */
export type WaysideProblem = components['schemas']['Error'];

export interface WaysideClientOptions {
  /** Such as `https://wayside.example`. */
  readonly baseUrl: string;
  /** `wsk_…`; without one the browser's session is used. */
  readonly apiKey?: string;
  /** In place of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export type WaysideClient = Client<paths>;

/**
 * A client of the REST API whose paths, parameters and answers have types. Calls give `{data}` or
 * `{error}`, the latter a {@link WaysideProblem}; they throw when there is no answer at all.
 */
export function createWaysideClient({
  baseUrl,
  apiKey,
  fetch,
}: WaysideClientOptions): WaysideClient {
  return createClient<paths>({
    baseUrl,
    credentials: 'same-origin',
    ...(apiKey === undefined ? {} : { headers: { authorization: `Bearer ${apiKey}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}
