/** Why an entry of the audit log is looked at by a second person. */
export const REVIEW_REASONS = [
  /** Drawn by lot. */
  'sampled',
  /** The plate was asked for under another case before. */
  'plate-in-several-cases',
  /** One person asked for one plate again and again. */
  'plate-asked-often',
  'out-of-hours',
  /** One person was refused again and again. */
  'many-denials',
  /** Nobody but its requester approved the grant. */
  'self-approved',
  /** The pattern says little of the plate. */
  'wide-pattern',
  /** People, or plates beside the granted one, were shown. */
  'unmasking',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** What a reviewer may find. */
export const VERDICTS = ['justified', 'not-justified', 'unclear'] as const;
export type Verdict = (typeof VERDICTS)[number];
