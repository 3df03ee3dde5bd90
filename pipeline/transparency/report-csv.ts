import type { TransparencyReport } from './report.ts';

/** Columns `figure`, `part`, `value`: one row a number, RFC 4180. */
export function reportCsv(report: TransparencyReport): string {
  const { method, cameras, ...figures } = report;
  const rows: string[][] = [['figure', 'part', 'value']];
  for (const { occasion, cameras: count } of cameras?.occasions ?? []) {
    rows.push(['cameras.occasion', occasion ?? '', String(count)]);
  }
  rows.push(['cameras.total', '', cameras === null ? '' : String(cameras.total)]);
  addRows(rows, [], figures);
  method.forEach((line, at) => rows.push(['method', String(at + 1), line]));
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** Objects go down one level in the figure's name; the last name of three is the part. */
function addRows(rows: string[][], path: readonly string[], value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) addRows(rows, [...path, name], member);
    return;
  }
  const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const [figure, part] = path.length > 2 ? [path.slice(0, -1), path.at(-1)!] : [path, ''];
  rows.push([figure.join('.'), part, text]);
}

/** Text that a spreadsheet would take for a formula gets an apostrophe in front. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
