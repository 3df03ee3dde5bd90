import { describe, expect, it } from 'vitest';
import { DEFAULT_REVIEW_SETTINGS } from '../../pipeline/reviews/review-settings.ts';
import { reviewSettingsFrom } from './config.ts';

const hours = { timeZone: 'Europe/Berlin', from: '07:00', to: '19:00' };

describe('settings of reviews', () => {
  it('are the usual ones without a file: one search in twenty, no hours', () => {
    expect(reviewSettingsFrom(undefined)).toEqual(DEFAULT_REVIEW_SETTINGS);
    expect(DEFAULT_REVIEW_SETTINGS).toMatchObject({ sampleShare: 0.05, hours: null });
  });

  it('take what the file says', () => {
    expect(reviewSettingsFrom({ sampleShare: 0.2, hours })).toMatchObject({
      sampleShare: 0.2,
      searchesOfPlate: 5,
      hours: { ...hours, days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
    });
  });

  it.each([
    ['reviews.hours.timeZone', { ...hours, timeZone: 'Mars/Olympus' }],
    ['reviews.hours', { ...hours, to: hours.from }],
  ])('name what is wrong: %s', (key, wrong) => {
    expect(() => reviewSettingsFrom({ hours: wrong })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { key } }),
    );
  });
});
