type Check = (value: unknown) => boolean;

const word: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(value);
const count: Check = (value) => Number.isSafeInteger(value);
const flag: Check = (value) => typeof value === 'boolean';
const day: Check = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const uuid: Check = (value) =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const words: Check = (value) => value === 'all' || (Array.isArray(value) && value.every(word));
const counts: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, number]) => word(name) && count(number));

/** Of a camera: the site's own words for why it is there, which are public. */
const occasions: Check = (value) =>
  Array.isArray(value) &&
  value.every((one: unknown) => {
    const { occasion, cameras } = membersOf(one);
    return (occasion === null || isShortText(occasion)) && count(cameras);
  });
const moves: Check = (value) =>
  Array.isArray(value) &&
  value.every((one: unknown) => {
    const { name, from, to } = membersOf(one);
    return word(name) && day(from) && (to === null || day(to));
  });

/**
 * What of an entry may be counted in public, each with what its value has to look like. Everything
 * else stays out: plates, patterns, names of people, cases and reasons, and any field that is new.
 */
const PUBLIC_FIELDS: Readonly<Record<string, Check>> = {
  purpose: word,
  code: word,
  call: word,
  kind: word,
  view: word,
  content: word,
  outcome: word,
  verdict: word,
  reasons: words,
  entry: count,
  cameraId: word,
  cameras: words,
  examined: count,
  expired: count,
  rows: count,
  days: count,
  counts,
  occasions,
  moves,
  oldestDay: day,
  firstKeptDay: day,
  selfApproved: flag,
  unmasked: flag,
  forWorker: flag,
  grantId: uuid,
  caseId: uuid,
  holdId: uuid,
  reviewId: uuid,
};

/** The publishable part of an opened entry: `action`, `recordedAt`, `role` and the fields above. */
export function auditStatistics(
  detail: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { action, recordedAt, sequence } = detail;
  const grant = membersOf(detail.grant);
  const found: Record<string, unknown> = {
    ...(uuid(grant.id) ? { grantId: grant.id } : {}),
    ...publicFieldsOf({ purpose: grant.purpose, content: membersOf(detail.object).content }),
    ...publicFieldsOf(detail),
    ...publicFieldsOf(membersOf(detail.particulars)),
  };
  const { role } = membersOf(detail.by);
  if (word(role)) found.role = role;
  for (const [list, name] of [
    ['revealedIds', 'revealed'],
    ['brokenIds', 'broken'],
  ] as const) {
    const ids = detail[list];
    if (Array.isArray(ids)) found[name] = ids.length;
  }
  return { action, recordedAt, sequence, ...found };
}

function publicFieldsOf(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([name, value]) => Object.hasOwn(PUBLIC_FIELDS, name) && PUBLIC_FIELDS[name]!(value),
    ),
  );
}

function isShortText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 500;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
