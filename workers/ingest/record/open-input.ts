import { WaysideError } from '../../../pipeline/errors.ts';
import { openFileInput } from './file-input.ts';
import { openHttpInput } from './http-input.ts';
import { openRtspInput } from './rtsp-input.ts';
import type { StreamInput, StreamInputOptions } from './stream-input.ts';

const OPENERS: Readonly<
  Record<string, (url: URL, options: StreamInputOptions) => Promise<StreamInput>>
> = {
  'rtsp:': openRtspInput,
  'rtsps:': openRtspInput,
  'http:': openHttpInput,
  'https:': openHttpInput,
  'file:': openFileInput,
};

/** @throws WaysideError as the kinds of addresses do; CAMERA_NO_VIDEO for another kind */
export async function openInput(url: string, options: StreamInputOptions): Promise<StreamInput> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const open = OPENERS[parsed?.protocol ?? ''];
  if (parsed === null || open === undefined) {
    throw new WaysideError('CAMERA_NO_VIDEO', 'The camera’s address is of no kind that is known.');
  }
  return open(parsed, options);
}
