import { Type, type Static } from 'typebox';

/**
 * Who asks, as the program that holds the operator's token says: part of each entry of the audit log
 * beside the grant, which says who asked for and who approved it under a signature.
 */
export const AskedBy = Type.Object(
  {
    /** The person's sign-in name or the key's label. */
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** `operator` for the command line, else the role in the API. */
    role: Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }),
    /** Of the API, so that an entry and a log line can be told to belong together. */
    requestId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type AskedBy = Static<typeof AskedBy>;
