import type { FastifyRequest } from 'fastify';
import { WaysideError } from '../../pipeline/errors.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page made a browser send, whether or not it carried a cookie. Browsers
 * say where a request comes from in `Sec-Fetch-Site`; older ones in `Origin`. A request with neither
 * comes from no browser. (The algorithm of Go's `http.CrossOriginProtection`.)
 *
 * @param origin the site's own, such as `https://wayside.example`; null: that of the `Host` header
 * @throws WaysideError CROSS_SITE
 */
export function refuseCrossSite(
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  origin: string | null,
): void {
  if (READING.has(method)) return;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined) {
    if (headers.origin === undefined) return;
    if (origin === null ? hostOf(headers.origin) === headers.host : headers.origin === origin) {
      return;
    }
  }
  throw new WaysideError('CROSS_SITE', 'the request comes from a page of another site');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
