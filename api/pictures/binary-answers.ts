import { Type } from 'typebox';

const Bytes = Type.String({ format: 'binary' });

/** How OpenAPI is told of answers that aren't JSON. */
export const jpegAnswer = {
  200: { description: 'JPEG', content: { 'image/jpeg': { schema: Bytes } } },
};
const mp4 = { content: { 'video/mp4': { schema: Bytes } } };
export const videoAnswer = {
  200: { description: 'MP4, H.264', ...mp4 },
  206: { description: 'The range asked for', ...mp4 },
};
