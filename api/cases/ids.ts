import { Type } from 'typebox';

/** `:id` of a case or a grant in a URL. */
export const CaseId = Type.Object({ id: Type.String({ format: 'uuid', maxLength: 36 }) });
export const GrantId = CaseId;
