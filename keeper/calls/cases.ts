import { bytesFromWire, bytesToWire } from '../client/wire-bytes.ts';
import { refused } from '../grant-policy.ts';
import { checkGrant } from '../grants.ts';
import { signGrant } from '../client/sign-grant.ts';
import { SITE_APPROVER } from '../client/grant.ts';
import type { CallHandler } from './call-handler.ts';

export const selfGrant: CallHandler<'selfGrant'> = async (keeper, { by, grant }) => {
  const { site, audit } = keeper;
  if (grant.approver !== SITE_APPROVER) throw refused(grant, 'its approver is not the site');
  if (grant.requester !== by.name) throw refused(grant, 'somebody else asks for it');
  const signed = signGrant(site.key.privateKey, grant);
  checkGrant(signed, await site.loggedPolicy(audit), keeper.nowMs());
  await audit.append({ action: 'grant-self-approved', by, grant, selfApproved: true });
  return { grant: signed };
};

export const revokeGrant: CallHandler<'revokeGrant'> = async (keeper, { by, grantId }) => {
  const { site, audit } = keeper;
  await audit.append({ action: 'grant-revoked', by, grantId });
  await site.revocations.add(grantId, keeper.nowMs(), site.policy().maxGrantMs);
  return {};
};

export const sealCaseDocument: CallHandler<'sealCaseDocument'> = async (keeper, request) => {
  const { caseId, documentId, document } = request;
  const contents = Buffer.from(JSON.stringify(document ?? null));
  return { sealed: bytesToWire(await keeper.site.cases.seal(caseId, documentId, contents)) };
};

export const openCaseDocuments: CallHandler<'openCaseDocuments'> = async (keeper, request) => {
  const { cases } = keeper.site;
  const opened = request.documents.map(({ caseId, documentId, sealed }): unknown =>
    cases.isClosed(caseId)
      ? null
      : JSON.parse(cases.open(caseId, documentId, bytesFromWire(sealed)).toString('utf8')),
  );
  const documentIds = request.documents.map(({ documentId }) => documentId);
  await keeper.audit.append({ action: 'case-documents-opened', by: request.by, documentIds });
  return { documents: opened };
};

export const closeCase: CallHandler<'closeCase'> = async (keeper, { by, caseId }) => {
  const { site, audit } = keeper;
  if (site.cases.isClosed(caseId)) return {};
  await audit.append({ action: 'case-key-destroyed', by, caseId });
  // What a hold keeps, it keeps for its case.
  const ofCase = keeper.holds.all().filter((hold) => hold.caseId === caseId);
  if (ofCase.length > 0) await keeper.holds.destroy(ofCase.map(({ id }) => id));
  await site.cases.close(caseId);
  return {};
};
