import { describe, expect, it } from 'vitest';
import { fold, isMissed, plain, scoreSet, type ReadImage } from './accuracy-score.ts';

const image = (labels: readonly string[], texts: readonly string[], wallMs = 10): ReadImage => ({
  label: {
    image: 'a.jpg',
    plates: labels.map((text) => ({ text, box_xywh_px: [0, 0, 100, 20] })),
  },
  reads: texts.map((text, i) => ({
    text,
    boxXywhPx: i === 0 ? [5, 0, 100, 20] : [300, 0, 50, 20],
  })),
  wallMs,
});

describe('accuracy score', () => {
  it('takes no share of nothing', () => {
    expect(scoreSet('none', [])).toMatchObject({
      images: 0,
      plates: 0,
      strict: null,
      precision: null,
    });
  });

  it('folds what countries print alike, and nothing else', () => {
    expect(fold('ro-26 aj')).toBe('R026AJ');
    expect(fold('QI1O')).toBe('0110');
    expect(fold('B8S5')).toBe('B8S5');
    expect(plain('皖·A 12-345')).toBe('皖A12345');
  });

  it('counts strict, folded, found and precision apart', () => {
    const score = scoreSet('set', [
      image(['RK828AG'], ['RK828AG'], 10),
      image(['RKO26AJ'], ['RK026AJ', 'TOYOTA'], 20),
      image(['BA302OZ'], [], 90),
    ]);
    expect(score).toMatchObject({ images: 3, plates: 3, medianMs: 20, p95Ms: 90 });
    expect(score.strict).toBeCloseTo(1 / 3);
    expect(score.folded).toBeCloseTo(2 / 3);
    expect(score.found).toBeCloseTo(2 / 3);
    expect(score.precision).toBeCloseTo(2 / 3);
  });

  it('names an image with a plate missed or a text too many', () => {
    expect(isMissed(image(['RKO26AJ'], ['RK026AJ']))).toBe(false);
    expect(isMissed(image(['RKO26AJ'], []))).toBe(true);
    expect(isMissed(image(['RKO26AJ'], ['RK026AJ', 'TOYOTA']))).toBe(true);
  });
});
