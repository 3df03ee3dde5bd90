/**
 * Fails when a package that runs in production has a known weakness of severity high or critical:
 *
 *     npm run -s check:dependencies
 *
 * A registry without advisories (a mirror, no network) is told and passes: nothing was checked then.
 */
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { Type } from 'typebox';
import { Check } from 'typebox/value';

const Report = Type.Object({
  vulnerabilities: Type.Record(
    Type.String(),
    Type.Object({ severity: Type.String(), range: Type.Optional(Type.String()) }),
  ),
});

const SERIOUS = new Set(['high', 'critical']);

export type Verdict =
  | { readonly kind: 'unchecked'; readonly why: string }
  | { readonly kind: 'checked'; readonly serious: readonly string[] };

/** What `npm audit --json` found; `unchecked` when it says no such thing. */
export function verdictOf(output: string): Verdict {
  let report: unknown;
  try {
    report = JSON.parse(output);
  } catch {
    return { kind: 'unchecked', why: 'npm audit gave no report' };
  }
  if (!Check(Report, report)) {
    const { message, error } = report as { message?: string; error?: { summary?: string } };
    return { kind: 'unchecked', why: message ?? error?.summary ?? 'npm audit gave no report' };
  }
  const serious = Object.entries(report.vulnerabilities)
    .filter(([, { severity }]) => SERIOUS.has(severity))
    .map(([name, { severity, range }]) => `${name} ${range ?? ''} (${severity})`);
  return { kind: 'checked', serious };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
  const verdict = verdictOf(stdout);
  if (verdict.kind === 'unchecked') {
    console.log(`dependency audit: not checked, the registry has no advisories (${verdict.why})`);
  } else if (verdict.serious.length === 0) {
    console.log('dependency audit: no weakness of severity high or critical');
  } else {
    for (const line of verdict.serious) console.error(line);
    console.error(`dependency audit: ${verdict.serious.length} packages with serious weaknesses`);
    process.exitCode = 1;
  }
}
