import { describe, expect, it } from 'vitest';
import { refuseCrossSite } from './cross-site.ts';

const HOST = 'wayside.example';
const refused = (
  method: string,
  headers: Record<string, string>,
  origin: string | null = null,
): boolean => {
  try {
    refuseCrossSite({ method, headers: { host: HOST, ...headers } }, origin);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CROSS_SITE', httpStatus: 403 });
    return true;
  }
};

describe('refuseCrossSite', () => {
  it.each([
    ['no browser at all', {}, false],
    ['the site’s own page', { 'sec-fetch-site': 'same-origin' }, false],
    ['the address bar', { 'sec-fetch-site': 'none' }, false],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, true],
    ['a page of a sister host', { 'sec-fetch-site': 'same-site' }, true],
    ['an unknown word', { 'sec-fetch-site': 'x' }, true],
    ['an older browser here', { origin: `https://${HOST}` }, false],
    ['an older browser elsewhere', { origin: 'https://evil.example' }, true],
    ['a look-alike', { origin: `https://${HOST}.evil.example` }, true],
    ['a sandboxed frame', { origin: 'null' }, true],
    ['a page that says both', { 'sec-fetch-site': 'cross-site', origin: `https://${HOST}` }, true],
  ])('POST from %s', (_, headers, expected) => {
    expect(refused('POST', headers as Record<string, string>)).toBe(expected);
    expect(refused('DELETE', headers as Record<string, string>)).toBe(expected);
  });

  it('lets everybody read', () => {
    expect(refused('GET', { 'sec-fetch-site': 'cross-site' })).toBe(false);
  });

  it('goes by the configured address, not by the host that was asked for', () => {
    const site = 'https://plates.example';
    expect(refused('POST', { origin: site }, site)).toBe(false);
    expect(refused('POST', { origin: `https://${HOST}` }, site)).toBe(true);
    expect(refused('POST', { origin: 'http://plates.example' }, site)).toBe(true);
  });
});
