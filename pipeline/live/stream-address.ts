/** Names of query parameters that some cameras take name and password by. */
const SECRET_PARAMETER = /(user|usr|login|account|pass|pwd|auth|token|key|secret|sig|cred)/i;
const HIDDEN = '***';

/**
 * A camera's address as it may be shown and stored: without name and password, and without the values of
 * query parameters that look like them. Text that is no URL gives `***`.
 */
export function shownAddress(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url);
  if (parts === null) return HIDDEN;
  const [, scheme, authority, path, query] = parts;
  const host = authority!.slice(authority!.lastIndexOf('@') + 1);
  const shown = query?.split('&').map((parameter) => {
    const name = parameter.split('=', 1)[0]!;
    return SECRET_PARAMETER.test(name) ? `${name}=${HIDDEN}` : parameter;
  });
  return `${scheme!}${host}${path!}${shown === undefined ? '' : `?${shown.join('&')}`}`;
}
