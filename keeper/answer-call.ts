import { createHash, timingSafeEqual } from 'node:crypto';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { WaysideError } from '../pipeline/errors.ts';
import { admitApprover, requireTwoPersons } from './calls/approvers.ts';
import { readAudit, recordEvent } from './calls/audit.ts';
import type { CallHandler } from './calls/call-handler.ts';
import {
  closeCase,
  openCaseDocuments,
  revokeGrant,
  sealCaseDocument,
  selfGrant,
} from './calls/cases.ts';
import {
  objectKeyByGrant,
  objectKeyByTicket,
  objectKeyForView,
  sealObject,
  ticketByGrant,
} from './calls/objects.ts';
import { figures } from './calls/figures.ts';
import { openRows } from './calls/open-rows.ts';
import { endHold, holdObjects, holdRows, liveHolds, placeHold } from './calls/holds.ts';
import { keepRetention, moveRatchet } from './calls/retention.ts';
import { judgeReview } from './calls/reviews.ts';
import { sealReads } from './calls/seal-reads.ts';
import { search } from './calls/search.ts';
import { status } from './calls/status.ts';
import { AskedBy } from './client/asked-by.ts';
import { CALLS, Hello, type CallName, type Role } from './client/protocol.ts';
import type { KeeperState } from './keeper-state.ts';

const HANDLERS: { readonly [N in CallName]: CallHandler<N> } = {
  sealReads,
  sealObject,
  objectKeyByTicket,
  search,
  openRows,
  objectKeyByGrant,
  objectKeyForView,
  moveRatchet,
  keepRetention,
  placeHold,
  holdObjects,
  holdRows,
  endHold,
  liveHolds,
  recordEvent,
  readAudit,
  judgeReview,
  requireTwoPersons,
  admitApprover,
  selfGrant,
  revokeGrant,
  sealCaseDocument,
  openCaseDocuments,
  closeCase,
  ticketByGrant,
  figures,
  status,
};

const helloValidator = Compile(Hello);
const byValidator = Compile(AskedBy);
const validators = new Map(
  Object.entries(CALLS).map(([name, { request }]) => [name, Compile(request as TSchema)]),
);

/** Checks the secret of the role. Throws ROLE_REFUSED after logging it, USAGE. */
export async function answerHello(keeper: KeeperState, params: unknown): Promise<Role> {
  if (!helloValidator.Check(params)) {
    throw new WaysideError('USAGE', 'the connection to the keeper has to begin with hello');
  }
  const { role, token } = params;
  // Hashed first, so that neither length nor content shows in the time the comparison takes.
  if (timingSafeEqual(sha256(token), sha256(keeper.roleTokens[role]))) return role;
  const unwritten = keeper.refusedHellos.next();
  if (unwritten !== null) {
    const more = unwritten === 0 ? {} : { unwritten };
    await keeper.audit.append({
      ...{ action: 'denied', call: 'hello', role, code: 'ROLE_REFUSED' },
      ...more,
    });
  }
  throw new WaysideError('ROLE_REFUSED', `the token is not that of role ${role}`, {
    details: { role },
  });
}

/**
 * Checks role and request, and answers. What is refused to an operator is logged before it is said.
 * Throws a WaysideError.
 */
export async function answerCall(
  keeper: KeeperState,
  role: Role,
  name: string,
  params: unknown,
): Promise<unknown> {
  try {
    const { roles } = callOf(name);
    if (!roles.includes(role)) {
      throw new WaysideError('ROLE_REFUSED', `role ${role} may not call ${name}`, {
        details: { role, call: name },
      });
    }
    checkRequest(name, params);
    const handler = HANDLERS[name as CallName] as CallHandler<CallName>;
    const answer = await handler(keeper, params as never);
    keeper.calls.count(name, 'ok');
    return answer;
  } catch (error) {
    const refusal = asWaysideError(error);
    keeper.calls.count(Object.hasOwn(CALLS, name) ? name : 'unknown', refusal.code);
    if (role === 'operator' && refusal.code !== 'AUDIT_UNAVAILABLE') {
      const { code, message } = refusal;
      await keeper.audit.append({
        action: 'denied',
        call: name,
        code,
        message,
        ...claimsOf(params),
      });
    } else if (refusal.code === 'ROLE_REFUSED') {
      await keeper.audit.append({ action: 'denied', call: name, role, code: refusal.code });
    }
    throw refusal;
  }
}

function callOf(name: string): { readonly roles: readonly Role[] } {
  if (!Object.hasOwn(CALLS, name)) {
    throw new WaysideError('USAGE', 'the keeper has no such call', { details: {} });
  }
  return CALLS[name as CallName];
}

function checkRequest(name: string, params: unknown): void {
  const validator = validators.get(name)!;
  if (validator.Check(params)) return;
  // Paths only: a value may be plate text.
  const places = [...new Set(validator.Errors(params).map((error) => error.instancePath || '/'))];
  throw new WaysideError('USAGE', `the request of ${name} is wrong at ${places[0] ?? '/'}`, {
    details: { call: name, places: places.slice(0, 20) },
  });
}

/** What a refused request said of itself, unchecked; sealed like every detail. */
function claimsOf(params: unknown): Record<string, unknown> {
  const { by, grant, query, objectId } = (params ?? {}) as Record<string, unknown>;
  const claimed = JSON.stringify({ grant, query, objectId });
  return { ...(byValidator.Check(by) ? { by } : {}), claimed: claimed.slice(0, 4_000) };
}

function asWaysideError(error: unknown): WaysideError {
  return error instanceof WaysideError
    ? error
    : new WaysideError('INTERNAL', 'the keeper failed', { cause: error });
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
