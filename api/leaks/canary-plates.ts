/**
 * Plates that are nowhere but where a test put them, so that each sight of one says from where it comes.
 * `asked` and `typed` are in no picture: callers send them.
 */
export const CANARIES = {
  /** Under a live grant of rosa's. */
  granted: 'LA77QZX',
  /** Under a live grant of tom's, in a case of his. */
  ofAnother: 'MB88WVY',
  /** Its grant was withdrawn. */
  withdrawn: 'NC99TKU',
  /** Its case was closed. */
  closed: '京D66SJR',
  /** Its grant waits for an approver. */
  waiting: 'PW55FHB',
  /** Seen by a camera; nobody ever asked for it. */
  unasked: 'RU33GDN',
  /** What a well-formed request for a grant asks for. */
  asked: 'SV44LKM',
  /** What hostile requests have in every place. */
  typed: '粤T22CJX',
} as const;
export type Canary = keyof typeof CANARIES;
export const CANARY_NAMES = Object.keys(CANARIES) as Canary[];

const FORMS = new Map(CANARY_NAMES.map((name) => [name, formsOf(CANARIES[name])]));

/** Which of them are in the bytes, in whatever way one writes text down. */
export function canariesIn(bytes: Buffer | string): Canary[] {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
  const utf8 = typeof bytes === 'string' ? bytes : bytes.toString('utf8');
  return CANARY_NAMES.filter((name) =>
    FORMS.get(name)!.some((form) => text.includes(form) || utf8.includes(form)),
  );
}

/** Plain, lower case, of URLs, of JSON, hexadecimal, and base64 wherever in its text it starts. */
function formsOf(plate: string): string[] {
  const forms = [plate, plate.toLowerCase()].flatMap((text) => {
    const bytes = Buffer.from(text);
    const hex = bytes.toString('hex');
    return [
      text,
      encodeURIComponent(text),
      jsonEscaped(text),
      hex,
      hex.toUpperCase(),
      bytes.toString('latin1'),
      ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
    ];
  });
  return [...new Set(forms)];
}

/** The characters of base64 that only these bytes decide, after `offset` others. */
function base64At(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const inner = encoded.slice(first, last);
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}

function jsonEscaped(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
