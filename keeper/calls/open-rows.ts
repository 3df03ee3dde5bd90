import { WaysideError } from '../../pipeline/errors.ts';
import { matchPlate } from '../../pipeline/search/match-plate.ts';
import { parsePlateQuery } from '../../pipeline/search/plate-pattern.ts';
import { planQuery } from '../../pipeline/search/query-plan.ts';
import { compareMatches } from '../../pipeline/search/rank-matches.ts';
import type { CallAnswer } from '../client/protocol.ts';
import { checkPlates, coversCamera, coversMoment } from '../grants.ts';
import type { CallHandler } from './call-handler.ts';
import { grantOfCall } from './grant-of-call.ts';
import { openSealedRow } from './open-sealed-row.ts';

/** Of the rows given, only those that the query matches and the grant covers are revealed. */
export const openRows: CallHandler<'openRows'> = async (keeper, request) => {
  const { by, grant: signed, query, rows } = request;
  const { audit, scans } = keeper;
  const { grant, selfApproved, coApprovers } = await grantOfCall(keeper, { by, grant: signed });
  checkPlates(grant, query);
  const pattern = parsePlateQuery(query);
  if (planQuery(pattern).scan) scans.take(grant, rows.length, keeper.nowMs());

  const revealed: CallAnswer<'openRows'>['rows'] = [];
  const brokenIds: string[] = [];
  const expiredIds: string[] = [];
  for (const row of rows) {
    if (!coversCamera(grant, row.cameraId) || !coversMoment(grant, row.capturedAtMs)) continue;
    try {
      const plate = openSealedRow(keeper, row, grant);
      const match = matchPlate(pattern, plate);
      if (match !== null) revealed.push({ id: row.id, plate, match });
    } catch (error) {
      const code = error instanceof WaysideError ? error.code : null;
      if (code === 'SEAL_BROKEN') brokenIds.push(row.id);
      else if (code === 'EXPIRED') expiredIds.push(row.id);
      else throw error;
    }
  }
  revealed.sort(compareMatches);
  await audit.append({
    action: 'rows-opened',
    by,
    grant,
    selfApproved,
    coApprovers,
    query,
    examined: rows.length,
    revealedIds: revealed.map(({ id }) => id),
    brokenIds,
    expired: expiredIds.length,
  });
  return { rows: revealed, brokenIds, expiredIds };
};
