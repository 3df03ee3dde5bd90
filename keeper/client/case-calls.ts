import { Type } from 'typebox';
import { AskedBy } from './asked-by.ts';
import { Base64, call, EpochMs, Id, strict } from './call-schema.ts';
import { Grant, SignedGrant } from './grant.ts';
import { GrantedObjectRequest } from './granted-object-request.ts';

/** The keeper's calls about approvers, grants and cases; part of `CALLS`. */

const DocumentId = Id;
/** As much JSON as a grant with a hundred plates and ten thousand cameras takes. */
const Sealed = Type.String({ maxLength: 8 * 1024 * 1024 });

export const CASE_CALLS = {
  /** From now on nobody approves their own grant. There is no way back. */
  requireTwoPersons: call(['operator'], Type.Object({ by: AskedBy }, strict), Type.Object({})),
  /** Lets someone approve whom an admitted approver endorsed. */
  admitApprover: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        name: Type.String({ minLength: 1, maxLength: 200 }),
        /** Ed25519, SPKI, PEM. */
        publicKey: Type.String({ maxLength: 1000 }),
        admittedAtMs: EpochMs,
        endorser: Id,
        /** Ed25519 over `endorsementBytes`, base64. */
        signature: Type.String({ maxLength: 128 }),
      },
      strict,
    ),
    Type.Object({ fingerprint: Type.String() }),
  ),
  /** The keeper itself signs a grant at its requester's word, where the site allows that. */
  selfGrant: call(
    ['operator'],
    Type.Object({ by: AskedBy, grant: Grant }, strict),
    Type.Object({ grant: SignedGrant }),
  ),
  /** The grant is refused from now on. */
  revokeGrant: call(
    ['operator'],
    Type.Object({ by: AskedBy, grantId: Id }, strict),
    Type.Object({}),
  ),
  /** Seals a document, plain JSON, under the key of its case; the first one makes the key. */
  sealCaseDocument: call(
    ['operator'],
    Type.Object(
      { by: AskedBy, caseId: Id, documentId: DocumentId, document: Type.Unknown() },
      strict,
    ),
    Type.Object({ sealed: Sealed }),
  ),
  openCaseDocuments: call(
    ['operator'],
    Type.Object(
      {
        by: AskedBy,
        documents: Type.Array(
          Type.Object({ caseId: Id, documentId: DocumentId, sealed: Sealed }, strict),
          { maxItems: 200 },
        ),
      },
      strict,
    ),
    /** In the order asked for; null where the case is closed. */
    Type.Object({ documents: Type.Array(Type.Unknown()) }),
  ),
  /** Destroys the case's key, and refuses its grants from now on. */
  closeCase: call(['operator'], Type.Object({ by: AskedBy, caseId: Id }, strict), Type.Object({})),
  /** A ticket with which a worker may open one object of the grant. */
  ticketByGrant: call(['operator'], GrantedObjectRequest, Type.Object({ ticket: Base64 })),
} as const;
