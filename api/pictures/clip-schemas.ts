import { Type, type Static } from 'typebox';
import { CLIP_STATUSES, UNMASKINGS, type Clip } from '../../store/schema/redaction.ts';
import { ClockSourceAnswer } from '../clock-source-answer.ts';
import { Moment } from '../moment.ts';

export const SHORTEST_UNMASKING_REASON = 20;
const Id = Type.String({ format: 'uuid', maxLength: 36 });
const Time = Type.String({ description: 'ISO 8601, UTC' });

export const ClipRequest = Type.Object(
  {
    grantId: Id,
    cameraId: Type.String({ minLength: 1, maxLength: 200 }),
    from: Moment,
    to: Moment,
    sightingId: Type.Optional(
      Type.String({
        format: 'uuid',
        maxLength: 36,
        description:
          'A sighting that the grant covers: its plate stays visible. Needed where the grant opens ' +
          'footage of sightings only.',
      }),
    ),
    reason: Type.String({ minLength: 3, maxLength: 2000, description: 'Goes into the audit log.' }),
    unmask: Type.Optional(
      Type.Array(Type.Enum([...UNMASKINGS]), {
        uniqueItems: true,
        maxItems: 2,
        description:
          'What stays visible beside the granted plate. Needs a grant with `unmask`, a reason of 20 ' +
          'characters and a fresh sign-in.',
      }),
    ),
    speed: Type.Optional(
      Type.Number({ minimum: 0.25, maximum: 16, description: '2: twice as fast. Default 1.' }),
    ),
  },
  { additionalProperties: false },
);
export type ClipRequest = Static<typeof ClipRequest>;

export const ClipAnswer = Type.Object({
  id: Id,
  caseId: Type.String(),
  grantId: Type.String(),
  cameraId: Type.String(),
  from: Time,
  to: Time,
  clockSources: Type.Array(ClockSourceAnswer, { description: 'Of its video’s times, each once.' }),
  sightingId: Type.Union([Type.String(), Type.Null()]),
  unmask: Type.Array(Type.Enum([...UNMASKINGS])),
  speed: Type.Number(),
  requestedBy: Type.String(),
  status: Type.Enum([...CLIP_STATUSES]),
  /** An error code; null unless it failed. */
  failure: Type.Union([Type.String(), Type.Null()]),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  /** Parts of the span that the video leaves out. */
  gaps: Type.Array(
    Type.Object({
      from: Time,
      to: Time,
      cause: Type.String({ description: 'An error code, or `NO_FOOTAGE`.' }),
    }),
  ),
  byteCount: Type.Union([Type.Integer(), Type.Null()]),
  createdAt: Time,
  expiresAt: Time,
});
export type ClipAnswer = Static<typeof ClipAnswer>;

export function clipAnswer(clip: Clip): ClipAnswer {
  return {
    id: clip.id,
    caseId: clip.caseId,
    grantId: clip.grantId,
    cameraId: clip.cameraId,
    from: clip.fromAt.toISOString(),
    to: clip.toAt.toISOString(),
    clockSources: [...clip.clockSources],
    sightingId: clip.sightingId,
    unmask: [...clip.unmask],
    speed: clip.speed,
    requestedBy: clip.requestedBy,
    status: clip.status,
    failure: clip.failureCode,
    progress: clip.progress,
    gaps: clip.gaps.map(({ from, to, cause }) => ({ from, to, cause })),
    byteCount: clip.byteCount === null ? null : Number(clip.byteCount),
    createdAt: clip.createdAt.toISOString(),
    expiresAt: clip.expiresAt.toISOString(),
  };
}
