/** What the keeper writes of its own accord; no call can write one of these. */
export const KEEPER_ACTIONS = [
  'keeper-started',
  'search',
  'rows-opened',
  'object-opened',
  'masked-picture-opened',
  /** People, or plates beside the granted one, are shown. */
  'unmasked',
  'ratchet-moved',
  'clock-held-back',
  'clock-believed',
  'hold-placed',
  'objects-held',
  'rows-held',
  'hold-key-destroyed',
  'two-persons-required',
  'approver-admitted',
  /** The keeper's folder names other approvers than before. */
  'approvers-changed',
  'grant-self-approved',
  'grant-revoked',
  'case-documents-opened',
  'case-key-destroyed',
  'audit-read',
  'review-judged',
  'audit-checked',
  'witness-failed',
  'witness-restored',
  'denied',
] as const;
export type KeeperAction = (typeof KEEPER_ACTIONS)[number];

/** What the API may have written (`recordEvent`), because only it sees them happen. */
export const API_ACTIONS = [
  'site-set-up',
  'signed-in',
  'sign-in-failed',
  'sign-in-locked',
  'signed-out',
  'identity-proved',
  'second-factor-changed',
  'user-invited',
  'user-created',
  'user-changed',
  'user-disabled',
  'key-created',
  'key-ended',
  'approver-key-made',
  'configuration-changed',
  'camera-created',
  'camera-changed',
  'zone-changed',
  'import-started',
  'import-finished',
  'tracks-searched',
  'track-seen',
  'picture-seen',
  'clip-made',
  'clip-seen',
  'unmasking-asked',
  'case-opened',
  'case-changed',
  'case-closed',
  'grant-requested',
  'grant-approved',
  'grant-refused',
  'grant-withdrawn',
  'hold-requested',
  'hold-approved',
  'hold-refused',
  'hold-ended',
  'retention-changed',
  'retention-run',
  'review-opened',
  /** Cameras by occasion and reads by day, for the figures of the month. */
  'site-counted',
  'statistics-published',
  'request-denied',
] as const;
export type ApiAction = (typeof API_ACTIONS)[number];

/** How much of the entries `readAudit` shows. */
export const AUDIT_VIEWS = [
  /** Everything: plates, names, reasons. */
  'full',
  /** What may be counted in public: see `keeper/audit/audit-statistics.ts`. */
  'statistics',
  /** That, and keyed hashes of persons and plates to compare: see `keeper/audit/review-view.ts`. */
  'review',
] as const;
export type AuditView = (typeof AUDIT_VIEWS)[number];
