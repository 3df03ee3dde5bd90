import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlateRead } from '../plates/plate-reading.ts';
import { isCertain } from './certainty.ts';
import { fusePlates } from './fuse-plates.ts';
import { syntheticRead } from './synthetic-read.ts';

const textOf = (reads: readonly PlateRead[]) => fusePlates(reads)?.text ?? null;
const reads = (...texts: string[]) => texts.map((text) => syntheticRead(text));

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from('ABCDEFGHJKLMNPRSTUVWXYZ0123456789')),
  minLength: 4,
  maxLength: 9,
});
const anyRead = fc
  .record({
    text: anyText,
    confidence: fc.double({ min: 0.05, max: 1, noNaN: true }),
    heightPx: fc.integer({ min: 6, max: 60 }),
    sharpness: fc.integer({ min: 0, max: 3000 }),
    region: fc.constantFrom('eu', 'us', null),
  })
  .map(({ text, ...rest }) => syntheticRead(text, rest));

describe('fusePlates', () => {
  it.each<[string, readonly PlateRead[], string | null]>([
    ['no reads', [], null],
    ['reads without a character', reads(''), null],
    ['one read', reads('AB12CD'), 'AB12CD'],
    ['one wrong character', reads('AB12CD', 'AB12CD', 'AB1ZCD'), 'AB12CD'],
    ['a wrong character in each', reads('XB12CD', 'AB12CO', 'AB17CD'), 'AB12CD'],
    [
      'a character missed at the end',
      reads('AB12CD', 'AB12C', 'AB12CD', 'AB12C', 'AB12CD'),
      'AB12CD',
    ],
    ['a character missed inside', reads('AB12CD', 'AB2CD', 'AB12CD'), 'AB12CD'],
    ['an emblem read as a character', reads('AB12CD', 'IAB12CD', 'AB12CD'), 'AB12CD'],
    ['Han characters', reads('京A12345', '京A1234S', '京A12345'), '京A12345'],
    ['another plate, fewer times', reads('AB12CD', 'AB12CD', 'XK97ZW', 'AB12CD'), 'AB12CD'],
  ])('%s', (_name, given, expected) => {
    expect(textOf(given)).toBe(expected);
  });

  it('never mixes two plates, however alike in number', () => {
    const mixed = [...reads('AB12CD', 'AB12CD', 'AB12CD'), ...reads('XK97ZW', 'XK97ZW')];
    const fused = fusePlates(mixed)!;
    expect(fused.text).toBe('AB12CD');
    const offered = fused.characters.flatMap((c) => c.alternatives.map((a) => a.character));
    expect(offered).toEqual([]);
    expect(fused.confidence).toBeLessThan(
      fusePlates(reads('AB12CD', 'AB12CD', 'AB12CD'))!.confidence,
    );
  });

  it('believes a large sharp read over two small blurred ones', () => {
    const far = { heightPx: 7, sharpness: 20, confidence: 0.35 };
    const fused = textOf([
      syntheticRead('AB12CD', { heightPx: 30, sharpness: 900, confidence: 0.97 }),
      syntheticRead('AB1ZCD', far),
      syntheticRead('AB1ZCD', far),
    ]);
    expect(fused).toBe('AB12CD');
  });

  it('settles a doubtful place by what the grammar allows', () => {
    const doubtful = (text: string, at: number, rival: string, region: string | null) => {
      const read = syntheticRead(text, { region, confidence: 0.6 });
      const characters = read.characters.map((c, i) =>
        i === at
          ? { ...c, confidence: 0.5, alternatives: [{ character: rival, confidence: 0.45 }] }
          : c,
      );
      return { ...read, characters };
    };
    const fused = fusePlates([
      doubtful('AB1ZCD', 3, '2', null),
      doubtful('AB1ZCD', 3, '2', null),
      doubtful('AB12CD', 3, 'Z', 'gb'),
    ])!;
    expect(fused.text).toBe('AB12CD');
    expect(fused.region).toBe('gb');
    expect(fused.alternatives[0]?.text).toBe('AB1ZCD');
    expect(fused.characters[3]?.alternatives[0]?.character).toBe('Z');
  });

  it('takes a lost end for missing evidence', () => {
    const whole = syntheticRead('AB12CD', { heightPx: 24 });
    expect(textOf([whole, whole, ...reads('AB12C', 'AB12C', 'AB12C')])).toBe('AB12CD');
    expect(textOf([whole, whole, ...reads('B12CD', 'B12CD', 'B12CD')])).toBe('AB12CD');
    expect(textOf([whole, whole, ...reads('AB1CD', 'AB1CD', 'AB1CD')])).toBe('AB1CD');
  });

  it('does not take what is hardly ever a plate for one because it is read alike every time', () => {
    const sign = syntheticRead('TAX1234', { confidence: 0.06 });
    const sure = (count: number) => fusePlates(new Array<PlateRead>(count).fill(sign))!.confidence;
    expect(sure(6)).toBeGreaterThan(sure(2));
    expect(sure(6)).toBeLessThan(0.2);
  });

  it('gives back what identical reads say, no less surely', () => {
    fc.assert(
      fc.property(anyRead, fc.integer({ min: 1, max: 8 }), (read, count) => {
        const fused = fusePlates(new Array<PlateRead>(count).fill(read))!;
        expect(fused.text).toBe(read.text);
        expect(fused.confidence).toBeGreaterThanOrEqual(read.confidence - 1e-9);
      }),
    );
  });

  it('does not depend on the order of the reads', () => {
    const shuffled = fc
      .array(anyRead, { minLength: 2, maxLength: 8 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(fusePlates(other)).toEqual(fusePlates(list));
      }),
    );
  });

  it('lets one bad read among good ones lose, whatever it says', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({ min: 2, max: 6 }), (text, bad, good) => {
        fc.pre(bad !== text);
        const given = [syntheticRead(bad), ...new Array<PlateRead>(good).fill(syntheticRead(text))];
        expect(textOf(given)).toBe(text);
      }),
    );
  });

  it('keeps probabilities within 0…1 and one entry a text', () => {
    fc.assert(
      fc.property(fc.array(anyRead, { minLength: 1, maxLength: 8 }), (list) => {
        const fused = fusePlates(list)!;
        expect(fused.characters.map((c) => c.character).join('')).toBe(fused.text);
        const confidences = [
          fused.confidence,
          ...fused.alternatives.map((a) => a.confidence),
          ...fused.characters.map((c) =>
            c.alternatives.reduce((sum, a) => sum + a.confidence, c.confidence),
          ),
        ];
        for (const c of confidences) expect(c).toBeLessThanOrEqual(1 + 1e-9);
        const texts = [fused.text, ...fused.alternatives.map((a) => a.text)];
        expect(new Set(texts).size).toBe(texts.length);
      }),
    );
  });
});

describe('isCertain', () => {
  const sure = (text: string, confidence = 0.95) => syntheticRead(text, { confidence });
  it.each<[string, readonly PlateRead[], boolean]>([
    ['no reads', [], false],
    ['one sure read', [sure('AB12CD')], false],
    ['two sure reads', [sure('AB12CD'), sure('AB12CD')], true],
    ['two doubtful reads', [sure('AB12CD', 0.6), sure('AB12CD', 0.6)], false],
    ['five doubtful reads', new Array<PlateRead>(5).fill(sure('AB12CD', 0.6)), true],
    ['two that differ', [sure('AB12CD'), sure('AB12CO')], false],
    [
      'no grammar fits',
      new Array<PlateRead>(6).fill(syntheticRead('AB12CD', { region: null })),
      false,
    ],
    [
      'two plates, each read twice',
      [...reads('AB12CD', 'AB12CD'), ...reads('XK97ZW', 'XK97ZW')],
      false,
    ],
  ])('%s', (_name, given, expected) => {
    expect(isCertain(given)).toBe(expected);
  });

  it('is as sure as its surest read, however many doubtful ones stand beside it', () => {
    const sure = syntheticRead('AB12CD', { confidence: 0.6 });
    const doubtful = ['AB12CO', 'A812CD', 'AB17CD', 'AB12GD'].map((text) =>
      syntheticRead(text, { confidence: 0.1 }),
    );
    const fused = fusePlates([...doubtful, sure])!;
    expect(fused.text).toBe('AB12CD');
    expect(fused.confidence).toBeGreaterThanOrEqual(0.6);
  });
});
