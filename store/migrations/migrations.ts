import type { Migration } from 'kysely';
import * as footage from './0001-footage.ts';
import * as tracks from './0002-tracks.ts';
import * as sightings from './0003-sightings.ts';
import * as audit from './0004-audit.ts';
import * as people from './0005-people.ts';
import * as cases from './0006-cases.ts';
import * as auditLog from './0007-audit-log.ts';
import * as trackSearch from './0008-track-search.ts';
import * as redaction from './0009-redaction.ts';
import * as retention from './0010-retention.ts';
import * as reviews from './0011-reviews.ts';
import * as secondFactor from './0012-second-factor.ts';
import * as live from './0013-live.ts';

/** In the order of their names. One that was released is never changed: add another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-footage': footage,
  '0002-tracks': tracks,
  '0003-sightings': sightings,
  '0004-audit': audit,
  '0005-people': people,
  '0006-cases': cases,
  '0007-audit-log': auditLog,
  '0008-track-search': trackSearch,
  '0009-redaction': redaction,
  '0010-retention': retention,
  '0011-reviews': reviews,
  '0012-second-factor': secondFactor,
  '0013-live': live,
};
