/** Letters and digits of a plate, upper case. */
export const DIGITS = '0123456789';
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * First characters of mainland Chinese plates: the provinces, regions and cities.
 * Source: GA 36-2018, "License plates of motor vehicles of the People's Republic of China", annex A.
 */
export const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

/** Marks of purpose: learner, police, trailer, Hong Kong, Macau, embassy, consulate (GA 36-2018). */
export const PURPOSE_MARKS = '学警挂港澳使领';

/** Every character that a plate text may hold; anything else the reader sees isn't part of the plate. */
export const PLATE_CHARACTERS: readonly string[] = Array.from(
  DIGITS + LETTERS + PROVINCES + PURPOSE_MARKS,
);

/** Printed between the groups of a plate; read, but not part of the text. */
export const SEPARATORS = ' -–—·•.・:．‧∙●';

/** The text as many countries print it: one shape for O, Q and 0, one for I and 1. */
export function printedAlike(text: string): string {
  return text.replace(/[OQ]/g, '0').replaceAll('I', '1');
}
