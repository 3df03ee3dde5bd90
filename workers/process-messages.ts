import { Type, type Static } from 'typebox';

/** What a process tells the one that started it, over the IPC channel (`child-process.ts`). */
export const ProcessMessage = Type.Union([
  /** It does its work from now on. */
  Type.Object({ type: Type.Literal('ready') }),
  /** It ends because it can't work. */
  Type.Object({ type: Type.Literal('failed'), code: Type.String(), message: Type.String() }),
  /** What it counted so far: `MetricValues`. */
  Type.Object({ type: Type.Literal('metrics'), values: Type.Array(Type.Unknown()) }),
]);
export type ProcessMessage = Static<typeof ProcessMessage>;
