import { Type, type Static } from 'typebox';

const Day = Type.String({ format: 'date' });
const Count = Type.Integer({ minimum: 0 });
const KeptDay = Type.Union([Day, Type.Null()]);

/** What one run did; in a dry run, what it would have done. Part of the audit log. */
export const RetentionReceipt = Type.Object({
  id: Type.String({ format: 'uuid' }),
  dryRun: Type.Boolean(),
  startedAt: Type.String({ format: 'date-time' }),
  endedAt: Type.String({ format: 'date-time' }),
  startedBy: Type.String(),
  /** The keeper didn't believe its clock: only what had lost its keys before was deleted. */
  clockHeldBack: Type.Boolean(),
  /** What the keeper moved in this run; `to` null: a class that held nothing any more. */
  ratchetMoves: Type.Array(
    Type.Object({ name: Type.String(), from: Day, to: Type.Union([Day, Type.Null()]) }),
  ),
  /** First day that is kept of all cameras; null: nothing of the kind was deleted. */
  firstKept: Type.Object({ reads: KeptDay, tracks: KeptDay, footage: KeptDay, crops: KeptDay }),
  /** Kinds of cameras that keep less long. */
  shorterRules: Count,
  objects: Type.Object({
    deleted: Count,
    bytes: Count,
    /** Kept for a legal hold. */
    held: Count,
    /** Met again by the next run. */
    failed: Count,
  }),
  clips: Count,
  /** Legal holds whose key is gone. */
  holdsEnded: Count,
  /** Deleted rows by table. */
  rows: Type.Record(Type.String(), Count),
  /** Footage that expired before it was looked at. */
  gapsRecorded: Count,
});
export type RetentionReceipt = Static<typeof RetentionReceipt>;
