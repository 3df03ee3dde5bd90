import { shownAddress } from '../../pipeline/live/stream-address.ts';
import { readCameraAddress } from '../../workers/ingest/rtsp/camera-address.ts';
import { URL_KINDS } from './camera-problems.ts';
import { fillVariables, wholeVariable, type Environment } from './variables.ts';

/** Name and password from beside the address; null: none. */
export interface Credentials {
  readonly user: string | null;
  readonly password: string | null;
}

export interface CameraAddress {
  /** With name and password: never log it. */
  readonly url: string;
  /** Without; variables elsewhere stay as they are written. */
  readonly shown: string;
}

/**
 * The address that a camera is reached at. Variables in its name and password are percent-encoded, so that
 * any character may be in them; elsewhere their values are taken as they are, and one that is the whole
 * address is taken for what it holds.
 * @returns what is wrong, in words without any value, where it makes no address
 */
export function cameraAddress(
  written: string,
  { user, password }: Credentials,
  env: Environment,
): CameraAddress | string {
  const variable = wholeVariable(written);
  const template = variable === null ? written : (env[variable] ?? '');
  if (!URL_KINDS.some((kind) => template.startsWith(kind))) {
    return `starts with none of ${URL_KINDS.join(', ')}`;
  }
  const url = parse(variable === null ? filled(template, env) : template);
  if (url === null) {
    return 'is no address; characters such as / and # in name or password go into user and password';
  }
  if (url.protocol === 'file:') {
    if (url.hostname !== '') return 'takes a whole path, as in file:///srv/gate.mp4';
  } else {
    const why = networkProblem(url);
    if (why !== null) return why;
  }
  if (variable !== null && user !== null && url.username !== '')
    return 'holds a name, and there is a user beside it';
  if (user !== null) url.username = encodeURIComponent(user);
  if (password !== null) url.password = encodeURIComponent(password);
  return { url: url.href, shown: shownAddress(template) };
}

function networkProblem(url: URL): string | null {
  if (url.hostname === '') return 'names no host';
  try {
    readCameraAddress(url.href);
    return null;
  } catch (error) {
    // Its message doesn't repeat the address.
    return `is no address: ${(error as TypeError).message}`;
  }
}

function filled(template: string, env: Environment): string {
  const [, scheme, authority, rest] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/s.exec(template)!;
  const at = authority!.lastIndexOf('@') + 1;
  const userinfo = fillVariables(authority!.slice(0, at), env, encodeURIComponent);
  return `${scheme!}${userinfo}${fillVariables(authority!.slice(at) + rest!, env)}`;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
