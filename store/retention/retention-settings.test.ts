import { describe, expect, it } from 'vitest';
import { retentionSettingsFrom } from './retention-settings.ts';

describe('retentionSettingsFrom', () => {
  it.each([
    ['the defaults', undefined, undefined, { reads: 21, tracks: 30, footage: 30, crops: 30 }],
    ['the older key', undefined, { reads: 7 }, { reads: 7, tracks: 30, footage: 30, crops: 30 }],
    [
      'the newer key over the older',
      { days: { reads: 9, crops: 2 } },
      { reads: 7, footage: 8 },
      { reads: 9, tracks: 30, footage: 8, crops: 2 },
    ],
  ])('gives %s', (_name, file, older, days) => {
    const settings = retentionSettingsFrom(file, older);
    expect(settings).toEqual({ days, ceilingDays: days, holdDays: 180 });
  });

  it('refuses days above a ceiling, naming the key', () => {
    const file = { days: { footage: 31 }, ceilingDays: { footage: 30 } };
    expect(() => retentionSettingsFrom(file)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        details: { key: 'retention.days.footage', ceilingDays: 30 },
      }),
    );
  });
});
