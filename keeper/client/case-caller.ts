import type { AskedBy } from './asked-by.ts';
import type { Grant, SignedGrant } from './grant.ts';
import { grantedObjectToWire, type GrantedObject } from './granted-object.ts';
import type { Caller } from './keeper-caller.ts';
import { bytesFromWire, bytesToWire } from './wire-bytes.ts';

export interface ApproverToAdmit {
  readonly by: AskedBy;
  readonly name: string;
  /** Ed25519, SPKI, PEM. */
  readonly publicKey: string;
  readonly admittedAtMs: number;
  readonly endorser: string;
  /** See `signEndorsement`. */
  readonly signature: string;
}

/** A document of a case as it is stored. */
export interface SealedDocument {
  readonly caseId: string;
  readonly documentId: string;
  readonly sealed: Uint8Array;
}

/** The part of the keeper's client that is about approvers, grants and cases. */
export interface CaseCaller {
  /** For good; calling it again changes nothing. */
  requireTwoPersons(request: { readonly by: AskedBy }): Promise<void>;
  /** Gives the key's fingerprint. Throws APPROVER_REFUSED. */
  admitApprover(approver: ApproverToAdmit): Promise<string>;
  /** Throws GRANT_INVALID where the site doesn't allow it, or not for this. */
  selfGrant(request: { readonly by: AskedBy; readonly grant: Grant }): Promise<SignedGrant>;
  revokeGrant(request: { readonly by: AskedBy; readonly grantId: string }): Promise<void>;
  /** `document` is plain JSON. Throws CASE_CLOSED. */
  sealCaseDocument(request: {
    readonly by: AskedBy;
    readonly caseId: string;
    readonly documentId: string;
    readonly document: unknown;
  }): Promise<Uint8Array>;
  /** In the order given, any number; null for those of closed cases. Throws SEAL_BROKEN. */
  openCaseDocuments(request: {
    readonly by: AskedBy;
    readonly documents: readonly SealedDocument[];
  }): Promise<readonly unknown[]>;
  closeCase(request: { readonly by: AskedBy; readonly caseId: string }): Promise<void>;
  /** Lasts six hours, the grant’s own at most. Throws as `objectKeyByGrant` does. */
  ticketByGrant(object: GrantedObject): Promise<Uint8Array>;
}

const DOCUMENTS_PER_CALL = 100;

export function caseCaller(call: Caller): CaseCaller {
  return {
    async requireTwoPersons({ by }) {
      await call('requireTwoPersons', { by });
    },

    async admitApprover({ by, name, publicKey, admittedAtMs, endorser, signature }) {
      const request = { by, name, publicKey, admittedAtMs, endorser, signature };
      return (await call('admitApprover', request)).fingerprint;
    },

    async selfGrant({ by, grant }) {
      return (await call('selfGrant', { by, grant })).grant;
    },

    async revokeGrant({ by, grantId }) {
      await call('revokeGrant', { by, grantId });
    },

    async sealCaseDocument({ by, caseId, documentId, document }) {
      const answer = await call('sealCaseDocument', { by, caseId, documentId, document });
      return bytesFromWire(answer.sealed);
    },

    async openCaseDocuments({ by, documents }) {
      const opened: unknown[] = [];
      for (let at = 0; at < documents.length; at += DOCUMENTS_PER_CALL) {
        const part = documents
          .slice(at, at + DOCUMENTS_PER_CALL)
          .map(({ caseId, documentId, sealed }) => ({
            caseId,
            documentId,
            sealed: bytesToWire(sealed),
          }));
        opened.push(...(await call('openCaseDocuments', { by, documents: part })).documents);
      }
      return opened;
    },

    async closeCase({ by, caseId }) {
      await call('closeCase', { by, caseId });
    },

    async ticketByGrant(object) {
      const answer = await call('ticketByGrant', grantedObjectToWire(object));
      return bytesFromWire(answer.ticket);
    },
  };
}
