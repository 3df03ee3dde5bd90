import { WaysideError } from '../../pipeline/errors.ts';

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 256;

/** Words that the commonest passwords are made of; what stands around them is what people add. */
const COMMON_WORDS = new Set(
  (
    'password passwort passwd passw secret letmein letmeinnow welcome admin administrator root login ' +
    'qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfghjkl asdfgh yxcvbnm zxcvbnm zxcvbn ' +
    'iloveyou iloveyouforever monkey dragon football baseball basketball superman batman princess ' +
    'sunshine master shadow michael jennifer jordan hunter trustno starwars pokemon computer internet ' +
    'changeme changemenow default guest user username test testing temp temporary access freedom ' +
    'whatever summer winter spring autumn january february monday wayside camera cameras numberplate ' +
    'traffic police correcthorsebatterystaple abcdefghijkl abcdefgh qazwsx qazwsxedc'
  ).split(' '),
);

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/**
 * Refuses what is guessed first: NIST SP 800-63B's length, commonest passwords, the name itself,
 * repetitions and sequences. Asks for no kinds of characters.
 *
 * @throws WaysideError PASSWORD_WEAK saying why
 */
export function checkPassword(password: string, name: string): void {
  const why = weaknessOf(password, name);
  if (why === null) return;
  throw new WaysideError('PASSWORD_WEAK', `this password won’t do: ${why}`, {
    details: { minLength: MIN_PASSWORD_LENGTH },
  });
}

function weaknessOf(password: string, name: string): string | null {
  const text = password.normalize('NFKC').toLowerCase();
  if (Array.from(text).length < MIN_PASSWORD_LENGTH) {
    return `it has fewer than ${MIN_PASSWORD_LENGTH} characters`;
  }
  if (new Set(text).size < 5) return 'it has too few different characters';
  if (isSequence(text)) return 'it is a sequence or a repetition';
  if (text.includes(name) || text.includes(firstPart(name))) return 'it has the name in it';
  const plain = text.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const spellings = [plain, unleet(plain), lettersOf(plain), lettersOf(unleet(text))];
  for (const spelling of spellings) {
    if (COMMON_WORDS.has(spelling) || isOneWordRepeated(spelling)) {
      return 'it is among the commonest';
    }
  }
  return null;
}

function unleet(text: string): string {
  return Array.from(text)
    .map((letter) => LEET[letter] ?? letter)
    .join('');
}

function lettersOf(text: string): string {
  return text.replace(/[^a-z]/g, '');
}

/** Each character one up or down from the one before, or a short piece over and over. */
function isSequence(text: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/u.test(text)) return true;
  const codes = Array.from(text).map((letter) => letter.codePointAt(0)!);
  const steps = codes.slice(1).map((code, index) => code - codes[index]!);
  const even = steps.filter((step) => Math.abs(step) <= 1).length;
  return even >= steps.length - 2;
}

function isOneWordRepeated(text: string): boolean {
  const [, word] = /^(.+?)\1+$/.exec(text) ?? [];
  return word !== undefined && COMMON_WORDS.has(word);
}

/** `ada` of `ada.lovelace@example.org`; too short to say anything: the whole name. */
function firstPart(name: string): string {
  const first = name.split(/[.@_-]/)[0]!;
  return first.length >= 4 ? first : name;
}
