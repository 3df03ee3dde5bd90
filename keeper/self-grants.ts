import { knownCharacters, parsePlateQuery } from '../pipeline/search/plate-pattern.ts';
import { DAY_MS } from '../pipeline/time/utc-day.ts';
import type { Grant } from './client/grant.ts';
import { refused, type GrantPolicy } from './grant-policy.ts';

/** The clocks of the API and of the keeper may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

/**
 * What someone may be granted at their own word, where the site allows it: one whole plate, at most one
 * character of it wrong, in the 24 hours before they asked, with nobody unmasked. Throws GRANT_INVALID.
 */
export function checkSelfGrant(
  grant: Grant,
  { twoPersons, selfGrants }: Pick<GrantPolicy, 'twoPersons' | 'selfGrants'>,
): void {
  if (!twoPersons || selfGrants !== 'recent-plate') {
    throw refused(grant, 'the site lets nobody grant it to themselves');
  }
  const [plate, ...more] = grant.plates;
  if (plate === undefined || more.length > 0)
    throw refused(grant, 'it needs an approver: one plate');
  const whole = !plate.partial && knownCharacters(parsePlateQuery(plate).parts) !== null;
  if (!whole || plate.wrongCharacters > 1) {
    throw refused(grant, 'it needs an approver: not one whole plate');
  }
  const recent =
    grant.fromMs >= grant.issuedAtMs - DAY_MS - CLOCK_SKEW_MS &&
    grant.toMs <= grant.issuedAtMs + CLOCK_SKEW_MS;
  if (!recent) throw refused(grant, 'it needs an approver: not of the last 24 hours only');
  if (grant.unmask) throw refused(grant, 'it needs an approver: it unmasks');
  if (grant.footage === 'all') throw refused(grant, 'it needs an approver: it opens all footage');
}
