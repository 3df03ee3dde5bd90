import { createPublicKey } from 'node:crypto';
import type { Role } from '../../../api/auth/actor.ts';
import { openApprovers } from '../../../keeper/approvers.ts';
import { openDatabase } from '../../../store/database.ts';
import { findApproverKey } from '../../../store/people/approver-keys.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import type { BenchSite } from './bench-site.ts';

const PASSWORD = 'a long road for a bench';
const PASSPHRASE = 'another road, for signing only';
const APPROVER = 'approver';
const PROVE_AFTER_MS = 2 * 60_000;

/** People of the site, made through the API; those who are there already only sign in. */
export interface BenchPeople {
  signedIn(role: Role, name: string): Promise<ApiClient>;
  /** Signs the grant with the approver's key. */
  approve(grantId: string): Promise<void>;
  close(): void;
}

export async function openPeople(site: BenchSite): Promise<BenchPeople> {
  const clients: ApiClient[] = [];
  const client = () => {
    const made = apiClient(site.apiUrl);
    clients.push(made);
    return made;
  };
  const signIn = async (name: string): Promise<ApiClient | null> => {
    const someone = client();
    const { status } = await someone.send('POST', '/v1/session', { name, password: PASSWORD });
    return status === 200 ? someone : null;
  };
  if (site.setupCode !== null) {
    const first = { code: site.setupCode, name: 'administrator', password: PASSWORD };
    await client().must('POST', '/v1/setup', first);
  }
  const administrator = (await signIn('administrator'))!;
  const users = await administrator.must<{ items: { name: string }[] }>(
    'GET',
    '/v1/users?limit=200',
  );
  const known = new Set(users.items.map(({ name }) => name));

  const signedIn = async (role: Role, name: string): Promise<ApiClient> => {
    if (!known.has(name)) {
      const invited = await administrator.must<{ invitation: { token: string } }>(
        'POST',
        '/v1/users',
        { name, role },
      );
      const { token } = invited.invitation;
      await client().must('POST', '/v1/invitations/accept', { token, password: PASSWORD });
      known.add(name);
    }
    return (await signIn(name))!;
  };
  const isNew = !known.has(APPROVER);
  let provedMs = performance.now();
  const approver = await signedIn('approver', APPROVER);
  if (isNew) {
    await approver.must('POST', '/v1/approvers', { passphrase: PASSPHRASE });
    await admit(site);
  }
  return {
    signedIn,
    async approve(grantId) {
      // An approver has to have signed in lately, and a bench on a busy machine takes its time.
      if (performance.now() - provedMs > PROVE_AFTER_MS) {
        await approver.must('POST', '/v1/session/proof', { password: PASSWORD });
        provedMs = performance.now();
      }
      await approver.must('POST', `/v1/grants/${grantId}/approve`, { passphrase: PASSPHRASE });
    },
    close: () => {
      for (const each of clients) each.close();
    },
  };
}

/** As `wayside approvers admit` does on the keeper's machine. */
async function admit({ databaseUrl, keeperFolder }: BenchSite): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const { publicKey } = (await findApproverKey(database.kysely, { name: APPROVER }))!;
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    await openApprovers(keeperFolder).admit(APPROVER, key);
  } finally {
    await database.close();
  }
}
