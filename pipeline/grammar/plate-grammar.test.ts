import { describe, expect, it } from 'vitest';
import { fitsPattern } from './plate-pattern.ts';
import { plateGrammar, REGION_NAMES } from './plate-grammar.ts';

const fits = (region: string, text: string) =>
  plateGrammar([region]).rules.some((rule) => fitsPattern(text, rule.pattern));

describe('plate grammars', () => {
  it.each([
    ['cn', '皖A12345', true],
    ['cn', '粤B12345D', true],
    ['cn', '粤ZF123港', true],
    ['cn', '皖AO2345', false],
    ['de', 'MAB1234', true],
    ['de', 'BMW1234E', true],
    ['fr', 'AB123CD', true],
    ['fr', 'AO123CD', false],
    ['gb', 'AB12CDE', true],
    ['it', 'AB123CD', true],
    ['es', '1234BCD', true],
    ['es', '1234ABC', false],
    ['nl', 'AB123K', true],
    ['pl', 'WA12345', true],
    ['cz', '1A23456', true],
    ['us', '7ABC123', true],
    ['us', 'AB1C234', true],
    ['br', 'ABC1234', true],
    ['br', 'ABC1D23', true],
    ['br', 'AB12345', false],
    ['eu', 'GWAGEN', true],
  ])('%s %s: %s', (region, text, expected) => {
    expect(fits(region, text)).toBe(expected);
  });

  it('knows auto and every region by name', () => {
    for (const name of REGION_NAMES) expect(plateGrammar([name]).rules.length).toBeGreaterThan(0);
    expect(() => plateGrammar(['atlantis'])).toThrow(
      expect.objectContaining({ code: 'REGION_UNKNOWN' }),
    );
  });

  it('adds custom patterns, alone under their own name', () => {
    const custom = [{ name: 'fleet', pattern: 'AA9999' }];
    expect(plateGrammar(['fleet'], custom).rules.map((r) => r.region)).toEqual(['fleet']);
    expect(plateGrammar(['br'], custom).rules.map((r) => r.region)).toContain('fleet');
    expect(() => plateGrammar(['br'], [{ name: 'fleet', pattern: '??' }])).toThrow(
      expect.objectContaining({ code: 'PATTERN_INVALID' }),
    );
  });

  it('weighs a narrow format over a free one', () => {
    const rules = plateGrammar(['us']).rules;
    const weight = (spec: string) => rules.find((r) => r.pattern.spec === spec)!.logWeight;
    expect(weight('AAA9999')).toBeGreaterThan(weight('X{7}'));
  });
});
