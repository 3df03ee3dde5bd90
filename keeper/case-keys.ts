import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { WaysideError } from '../pipeline/errors.ts';
import { keeperPaths } from './client/keeper-folder.ts';
import { folderFile } from './folder-file.ts';

/** The key of each open case; of a closed one, that it was. */
const CasesFile = Type.Object({
  version: Type.Literal(1),
  /** By case id: 32 bytes, base64; null once the case is closed. */
  keys: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
});
type CasesFile = Static<typeof CasesFile>;

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 1;

/**
 * What is written down about a case, such as the plates of its grants, is sealed under a key of the
 * case that lives in the keeper's folder only. Closing the case destroys the key: all copies of what
 * it sealed are unreadable, and the case can't be opened again.
 */
export interface CaseKeys {
  isClosed(caseId: string): boolean;
  /** AES-256-GCM: format byte, nonce, ciphertext, tag. Makes the key of a new case. Throws CASE_CLOSED. */
  seal(caseId: string, documentId: string, contents: Buffer): Promise<Buffer>;
  /** Throws CASE_CLOSED, SEAL_BROKEN. */
  open(caseId: string, documentId: string, sealed: Buffer): Buffer;
  close(caseId: string): Promise<void>;
}

export function openCaseKeys(folder: string): CaseKeys {
  const file = folderFile(keeperPaths(folder).cases, CasesFile, { version: 1, keys: {} });

  const keyOf = (caseId: string): Buffer | null => {
    const { keys } = file.current();
    if (!Object.hasOwn(keys, caseId)) return null;
    const key = keys[caseId] ?? null;
    if (key === null) throw closed(caseId);
    return Buffer.from(key, 'base64');
  };
  const newKey = async (caseId: string): Promise<Buffer> => {
    await file.change(({ keys }) => ({
      version: 1,
      // Another call may have been first.
      keys: Object.hasOwn(keys, caseId)
        ? keys
        : { ...keys, [caseId]: randomBytes(KEY_BYTES).toString('base64') },
    }));
    return keyOf(caseId)!;
  };
  return {
    isClosed(caseId) {
      const { keys } = file.current();
      return Object.hasOwn(keys, caseId) && keys[caseId] === null;
    },
    async seal(caseId, documentId, contents) {
      const key = keyOf(caseId) ?? (await newKey(caseId));
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(caseId, documentId));
      const sealed = Buffer.concat([cipher.update(contents), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), nonce, sealed, cipher.getAuthTag()]);
    },
    open(caseId, documentId, sealed) {
      const key = keyOf(caseId);
      try {
        if (key === null || sealed[0] !== FORMAT) throw new RangeError('not sealed for the case');
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
          .setAAD(boundTo(caseId, documentId))
          .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
        const bytes = sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES);
        return Buffer.concat([decipher.update(bytes), decipher.final()]);
      } catch (cause) {
        throw new WaysideError('SEAL_BROKEN', `document ${documentId} is not the case's own`, {
          details: { caseId, documentId },
          cause,
        });
      }
    },
    close: (caseId) =>
      file.change(({ keys }) => ({ version: 1, keys: { ...keys, [caseId]: null } })),
  };
}

function boundTo(caseId: string, documentId: string): Buffer {
  return Buffer.from(`wayside case document 1 ${JSON.stringify([caseId, documentId])}`);
}

function closed(caseId: string): WaysideError {
  return new WaysideError('CASE_CLOSED', `case ${caseId} is closed`, { details: { caseId } });
}
