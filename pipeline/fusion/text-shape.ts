/** The text with every letter as `A`, digit as `9` and Han character as `汉`. */
export function shapeOf(text: string): string {
  return text.replace(/./gsu, (c) => (/\d/.test(c) ? '9' : /\p{Script=Han}/u.test(c) ? '汉' : 'A'));
}
