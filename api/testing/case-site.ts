import { createPublicKey, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { openApprovers } from '../../keeper/approvers.ts';
import type { KeeperConfig } from '../../keeper/keeper-config.ts';
import { somePlate } from '../../keeper/testing/some-plate.ts';
import { startTestKeeper, type TestKeeper } from '../../keeper/testing/test-keeper.ts';
import { saveCamera } from '../../store/cameras.ts';
import { openDatabase } from '../../store/database.ts';
import { footageIdOf, segmentIdOf } from '../../store/identity.ts';
import { ensureDays } from '../../store/partitions.ts';
import { saveApproverKey } from '../../store/people/approver-keys.ts';
import type { Schema } from '../../store/schema.ts';
import { saveSightings } from '../../store/sightings/save-sightings.ts';
import type { Role, UserActor } from '../auth/actor.ts';
import { newApproverKey } from '../auth/approver-key.ts';
import { apiConfigFrom, type ApiFileConfig } from '../config.ts';
import type { GrantRequest } from '../cases/grant-scope.ts';
import { somebody, startTestApi, type TestApi } from './test-api.ts';

export const PASSPHRASE = 'seven slow otters';
const HOUR_MS = 3_600_000;

/** What the tests look at in an answer; what isn't there is undefined. */
export interface AnsweredBody {
  readonly id: string;
  readonly caseId: string;
  readonly reason: string | null;
  readonly needsSecondApprover: boolean;
  readonly nextCursor: string | null;
  readonly items: readonly {
    readonly id: string;
    readonly status: string;
    readonly scope: unknown;
  }[];
}

/** What the API answered. */
export interface Answered {
  readonly status: number;
  readonly body: AnsweredBody;
}

/** A site of several people: a real keeper, a real database, the real application. */
export interface CaseSite {
  readonly api: TestApi;
  readonly keeper: TestKeeper;
  readonly db: Kysely<Schema>;
  /** Somebody with an account; an approver has a key too, admitted unless `admitted` is false. */
  person(role: Role, name: string, options?: { admitted: boolean }): Promise<UserActor>;
  ask(who: UserActor, method: 'GET' | 'POST', url: string, body?: object): Promise<Answered>;
  /** A read in the index; gives the sighting's id. */
  see(text: string, where?: { cameraId?: string; capturedAtMs?: number }): Promise<string>;
  /** A case of the analyst with a grant that the approver signed. */
  grantedCase(
    analyst: UserActor,
    approver: UserActor,
    change?: Partial<GrantRequest>,
  ): Promise<{ readonly caseId: string; readonly grantId: string }>;
  stop(): Promise<void>;
}

export const CASE = {
  reference: '2026-118',
  purpose: 'hit-and-run',
  reason: 'A cyclist was hit in the High Street and left there.',
} as const;

/** For plate KX52ABC on camera north, the last two days. */
export function someRequest(change: Partial<GrantRequest> = {}): GrantRequest {
  const nowMs = Date.now();
  return {
    plates: [{ pattern: 'KX52 ABC', wrongCharacters: 1, partial: false }],
    cameras: ['north'],
    from: new Date(nowMs - 48 * HOUR_MS).toISOString(),
    to: new Date(nowMs + HOUR_MS).toISOString(),
    footage: 'sightings',
    unmask: false,
    reason: 'The plate that the witness noted.',
    ...change,
  };
}

export async function startCaseSite(
  settings: { keeper?: Partial<KeeperConfig>; api?: ApiFileConfig; twoPersons?: boolean } = {},
): Promise<CaseSite> {
  const keeper = await startTestKeeper(settings.keeper);
  const database = openDatabase({ url: keeper.config.databaseUrl });
  const db = database.kysely;
  for (const id of ['north', 'south']) await saveCamera(db, { id, region: 'eu' });
  if (settings.twoPersons ?? true) {
    await keeper.operator.requireTwoPersons({ by: { name: 'setup', role: 'administrator' } });
  }
  const config = apiConfigFrom(settings.api);
  const api = await startTestApi({ db, keeper: keeper.operator, config });

  const site: CaseSite = {
    api,
    keeper,
    db,

    async person(role, name, { admitted } = { admitted: true }) {
      const someone = somebody(role, name);
      await db
        .insertInto('account')
        .values({
          id: someone.userId,
          name,
          role,
          status: 'active',
          passwordHash: 'never signs in here',
          oidcSubject: null,
        })
        .execute();
      if (role === 'approver') {
        const key = await newApproverKey(someone.userId, PASSPHRASE, Date.now());
        await saveApproverKey(db, key);
        const publicKey = createPublicKey({
          key: Buffer.from(key.publicKey),
          format: 'der',
          type: 'spki',
        });
        if (admitted) await openApprovers(keeper.config.folder).admit(name, publicKey);
      }
      return someone;
    },

    async ask(who, method, url, body) {
      api.actAs({ ...who, authenticatedAtMs: Date.now() });
      const answer = await api.app.inject({
        method,
        url,
        ...(body === undefined ? {} : { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json<AnsweredBody>() };
    },

    async see(text, { cameraId = 'north', capturedAtMs = Date.now() - HOUR_MS } = {}) {
      const id = randomUUID();
      const read = { id, cameraId, capturedAtMs, plate: somePlate(text) };
      const [sealed] = await keeper.worker.sealReads([read]);
      await ensureDays(db, [sealed!.day]);
      const footageId = footageIdOf(cameraId, 'ab'.repeat(32), new Date(capturedAtMs));
      await saveSightings(db, [
        {
          id,
          cameraId,
          trackId: randomUUID(),
          segmentId: segmentIdOf(footageId, 0),
          capturedAt: new Date(capturedAtMs),
          clockSource: 'given',
          confidence: 0.9,
          objectClass: 'car',
          colour: 'blue',
          ...sealed!,
        },
      ]);
      return id;
    },

    async grantedCase(analyst, approver, change) {
      const opened = await site.ask(analyst, 'POST', '/v1/cases', CASE);
      const caseId = opened.body.id;
      const url = `/v1/cases/${caseId}/grants`;
      const asked = await site.ask(analyst, 'POST', url, someRequest(change));
      if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
      const grantId = asked.body.id;
      const approval = { passphrase: PASSPHRASE };
      const approved = await site.ask(approver, 'POST', `/v1/grants/${grantId}/approve`, approval);
      if (approved.status !== 200) throw new Error(JSON.stringify(approved.body));
      return { caseId, grantId };
    },

    async stop() {
      await api.close();
      await database.close();
      await keeper.stop();
    },
  };
  return site;
}
