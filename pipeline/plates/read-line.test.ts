import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plateGrammar } from '../grammar/plate-grammar.ts';
import { explainLattice, textOfViews } from './read-line.ts';
import { writtenLattice, type WrittenStep } from './written-lattice.ts';

const read = (places: string | readonly WrittenStep[], region = 'auto') =>
  textOfViews([
    { explanation: explainLattice(writtenLattice(places), plateGrammar([region])), weight: 1 },
  ]);

describe('reading a line', () => {
  it.each([
    ['nothing', '', 'auto', null],
    ['too short for a plate', 'AB', 'auto', null],
    ['an EU plate', 'RK828AG', 'eu', 'RK828AG'],
    ['lower case and separators', 'rk-828·ag', 'eu', 'RK828AG'],
    ['letters read as digits', '8RA0123', 'br', 'BRA0123'],
    ['digits read as letters', 'BRAO1Z3', 'br', 'BRA0123'],
    ['Mercosul', 'BRA2E19', 'br', 'BRA2E19'],
    ['a Chinese plate', '皖A0V262', 'cn', '皖A0V262'],
    ['no letter O after a Chinese province', '皖AOV262', 'cn', '皖A0V262'],
    ['no letter I either', '皖AIM876', 'cn', '皖A1M876'],
    ['new energy', '粤BD12345', 'cn', '粤BD12345'],
    ['learner', '京A1234学', 'cn', '京A1234学'],
    ['an emblem before it', '口RK828AG', 'eu', 'RK828AG'],
    ['a foreign character between', 'RK棕828AG', 'eu', 'RK828AG'],
    ['the border read as I', 'BRA0123I', 'br', 'BRA0123'],
  ])('%s', (_name, seen, region, text) => {
    expect(read(seen, region)?.text ?? null).toBe(text);
  });

  it('names the region in auto', () => {
    expect(read('皖A0V262')?.region).toBe('cn');
    expect(read('BRA2E19')?.region).toBe('br');
    expect(read('RK828AG')?.region).toBe('eu');
  });

  it.each(['RESTAURANT', 'TOYOTA', 'CITROEN', '20000', '5551234567'])(
    'is far less sure of %s than of a plate',
    (sign) => {
      expect(read(sign)?.confidence ?? 0).toBeLessThan(0.4);
      expect(read('RK828AG')!.confidence).toBeGreaterThan(0.7);
    },
  );

  it('keeps what else a character may be', () => {
    const places = Array.from('RK828A').map((c): WrittenStep => ({ [c]: 0.99 }));
    const text = read([...places, { G: 0.6, C: 0.39 }], 'eu')!;
    expect(text.text).toBe('RK828AG');
    expect(text.characters.at(-1)!.alternatives[0]!.character).toBe('C');
    expect(text.alternatives.map((a) => a.text)).toContain('RK828AC');
    expect(text.alternatives[0]!.confidence).toBeLessThan(text.confidence);
  });

  it('lets two views outvote one, unless it weighs more', () => {
    const grammar = plateGrammar(['eu']);
    const view = (seen: string, weight: number) => ({
      explanation: explainLattice(writtenLattice(seen), grammar),
      weight,
    });
    const views = [view('RK828AG', 1), view('RK828AC', 1), view('RK828AC', 1)];
    expect(textOfViews(views)?.text).toBe('RK828AC');
    expect(textOfViews([view('RK828AG', 3), ...views.slice(1)])?.text).toBe('RK828AG');
    expect(textOfViews([])).toBeNull();
  });

  it('takes spellings that are printed alike as one plate, in its likeliest spelling', () => {
    const explanation = ['RK82OAG', 'RK820AG', 'RK820AC'].map((seen) => ({
      explanation: explainLattice(writtenLattice(seen), plateGrammar(['eu'])),
      weight: 1,
    }));
    const text = textOfViews(explanation)!;
    expect(text.text).toBe('RK820AG');
    expect(text.confidence).toBeGreaterThan(1.5 * text.alternatives[0]!.confidence);
    expect(text.alternatives.map((a) => a.text)).not.toContain('RK82OAG');
  });

  it('takes a province that is half seen for what it is, not for dirt before a plate of another region', () => {
    const places: WrittenStep[] = Array.from('BBC666').map((c) => ({ [c]: 0.99 }));
    expect(read([{ 皖: 0.48 }, ...places])).toMatchObject({ text: '皖BBC666', region: 'cn' });
    expect(read(places)?.region).not.toBe('cn');
  });

  it('gives confidences that are shares, for whatever is seen', () => {
    const character = fc.constantFrom(...Array.from('ABDGIOQSZ0125689皖·棕'));
    fc.assert(
      fc.property(fc.array(character, { maxLength: 10 }), (seen) => {
        const text = read(seen.join(''));
        if (text === null) return;
        const all = [text, ...text.alternatives].map((t) => t.confidence);
        expect(all.reduce((a, b) => a + b)).toBeLessThanOrEqual(1 + 1e-6);
        expect(text.characters.map((c) => c.character).join('')).toBe(text.text);
        expect(Math.max(...all)).toBe(text.confidence);
      }),
      { numRuns: 60 },
    );
  });
});
