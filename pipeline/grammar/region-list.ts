/**
 * The regions that one text names, such as `eu` or `eu,br`: a camera at a border sees plates of several.
 * Names that nothing knows are refused by `plateGrammar`, the empty one among them.
 */
export function regionsOf(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))];
}
