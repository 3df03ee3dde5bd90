import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { AskedBy } from '../../keeper/client/asked-by.ts';
import type { SealedDocument } from '../../keeper/client/case-caller.ts';
import type { KeeperClient } from '../../keeper/client/keeper-client.ts';
import { WaysideError } from '../../pipeline/errors.ts';

type Keeper = Pick<KeeperClient, 'sealCaseDocument' | 'openCaseDocuments'>;

/** Something of a case that is stored sealed: where it belongs, and what is in it. */
export interface DocumentKind<S extends TSchema> {
  readonly schema: S;
  /** Of what it is about: the case itself or one of its grants. */
  idOf(subjectId: string): string;
}

export function documentKind<S extends TSchema>(name: string, schema: S): DocumentKind<S> {
  return { schema, idOf: (subjectId) => `${name} ${subjectId}` };
}

interface Place {
  readonly by: AskedBy;
  readonly caseId: string;
  readonly subjectId: string;
}

/** Throws CASE_CLOSED. */
export async function sealDocument<S extends TSchema>(
  keeper: Keeper,
  kind: DocumentKind<S>,
  { by, caseId, subjectId }: Place,
  document: Static<S>,
): Promise<Buffer> {
  const sealed = await keeper.sealCaseDocument({
    by,
    caseId,
    documentId: kind.idOf(subjectId),
    document,
  });
  return Buffer.from(sealed);
}

/** One of `openDocuments`; null where nothing is sealed. */
export interface DocumentToOpen {
  readonly kind: DocumentKind<TSchema>;
  readonly caseId: string;
  readonly subjectId: string;
  readonly sealed: Uint8Array | null;
}

/**
 * In the order given, by one call of the keeper; null where there is nothing or the case is closed.
 * Throws SEAL_BROKEN for what isn't as it was sealed.
 */
export async function openDocuments(
  keeper: Keeper,
  by: AskedBy,
  wanted: readonly DocumentToOpen[],
): Promise<readonly unknown[]> {
  const present = wanted.flatMap(({ kind, caseId, subjectId, sealed }): SealedDocument[] =>
    sealed === null ? [] : [{ caseId, documentId: kind.idOf(subjectId), sealed }],
  );
  if (present.length === 0) return wanted.map(() => null);
  const opened = await keeper.openCaseDocuments({ by, documents: present });
  let at = 0;
  return wanted.map(({ kind, sealed, subjectId }) => {
    const document = sealed === null ? null : opened[at++];
    if (document === null || Check(kind.schema, document)) return document;
    throw new WaysideError('SEAL_BROKEN', `${kind.idOf(subjectId)} is not what it should be`);
  });
}
