import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** How a text may show in a file: plain, in UTF-16, in hexadecimal, in base64 at any alignment. */
export function formsOf(text: string): readonly Buffer[] {
  const variants = [text, text.toLowerCase()];
  return variants.flatMap((variant) => {
    const utf8 = Buffer.from(variant);
    const utf16 = Buffer.from(variant, 'utf16le');
    return [
      utf8,
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(utf8.toString('hex')),
      Buffer.from(utf8.toString('hex').toUpperCase()),
      ...[0, 1, 2].map((shift) => base64Core(utf8, shift)),
    ];
  });
}

/** The part of the base64 that doesn't depend on what stands before and after. */
function base64Core(bytes: Buffer, shift: number): Buffer {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const from = shift === 0 ? 0 : shift + 1;
  return Buffer.from(padded.slice(from, -1));
}

const PIECE_BYTES = 16 * 1024 * 1024;

/** Names of the files below the folder that hold one of the forms. */
export async function filesWith(folder: string, forms: readonly Buffer[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (await holds(file, forms)) found.push(file);
  }
  return found;
}

async function holds(file: string, forms: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(...forms.map((form) => form.length)) - 1;
  const handle = await open(file, 'r');
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; ; at += PIECE_BYTES - overlap) {
      const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, at);
      const bytes = piece.subarray(0, bytesRead);
      if (forms.some((form) => bytes.includes(form))) return true;
      if (bytesRead < PIECE_BYTES) return false;
    }
  } finally {
    await handle.close();
  }
}
