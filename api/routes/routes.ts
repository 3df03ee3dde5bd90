import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { readyRoutes } from './ready.ts';
import type { Routes } from './route-app.ts';
import { auditCheckpointRoutes } from './v1/audit/checkpoint.ts';
import { auditEntriesRoutes } from './v1/audit/entries.ts';
import { auditTileRoutes } from './v1/audit/tile.ts';
import { camerasRoutes } from './v1/cameras.ts';
import { coverageRoutes } from './v1/coverage.ts';
import { importsRoutes } from './v1/imports.ts';
import { importsPathRoutes } from './v1/imports/path.ts';
import { tracksRoutes } from './v1/tracks.ts';
import { tracksSearchRoutes } from './v1/tracks/search.ts';
import { approversRoutes } from './v1/approvers.ts';
import { approverEndorseRoutes } from './v1/approvers/endorse.ts';
import { reviewsRoutes } from './v1/audit/reviews.ts';
import { reviewJudgementRoutes } from './v1/audit/reviews/judgement.ts';
import { casesRoutes } from './v1/cases.ts';
import { caseClipsRoutes } from './v1/cases/clips.ts';
import { clipRoutes } from './v1/cases/clips/clip.ts';
import { casePicturesRoutes } from './v1/cases/pictures.ts';
import { caseGrantsRoutes } from './v1/cases/grants.ts';
import { searchesRoutes } from './v1/cases/searches.ts';
import { grantsRoutes } from './v1/grants.ts';
import { invitationAcceptRoutes } from './v1/invitations/accept.ts';
import { keysRoutes } from './v1/keys.ts';
import { myPasswordRoutes } from './v1/me/password.ts';
import { mySecondFactorRoutes } from './v1/me/second-factor.ts';
import { mySecondFactorConfirmRoutes } from './v1/me/second-factor/confirm.ts';
import { oidcRoutes } from './v1/oidc.ts';
import { sessionRoutes } from './v1/session.ts';
import { sessionProofRoutes } from './v1/session/proof.ts';
import { setupRoutes } from './v1/setup.ts';
import { trackPictureRoutes } from './v1/tracks/picture.ts';
import { transparencyRoutes } from './v1/transparency.ts';
import { usersRoutes } from './v1/users.ts';
import { caseHoldsRoutes } from './v1/cases/holds.ts';
import { holdsRoutes } from './v1/holds.ts';
import { holdRoutes } from './v1/holds/hold.ts';
import { retentionRoutes } from './v1/retention.ts';
import { retentionCamerasRoutes } from './v1/retention/cameras.ts';
import { retentionRunsRoutes } from './v1/retention/runs.ts';

/** Every route file; its path under `routes/` is the URL's. */
export const ROUTES: readonly Routes[] = [
  healthRoutes,
  readyRoutes,
  metricsRoutes,
  camerasRoutes,
  coverageRoutes,
  importsRoutes,
  importsPathRoutes,
  tracksSearchRoutes,
  tracksRoutes,
  setupRoutes,
  sessionRoutes,
  sessionProofRoutes,
  myPasswordRoutes,
  mySecondFactorRoutes,
  mySecondFactorConfirmRoutes,
  usersRoutes,
  invitationAcceptRoutes,
  keysRoutes,
  approversRoutes,
  approverEndorseRoutes,
  oidcRoutes,
  caseHoldsRoutes,
  holdsRoutes,
  holdRoutes,
  retentionRoutes,
  retentionCamerasRoutes,
  retentionRunsRoutes,
  casesRoutes,
  caseGrantsRoutes,
  searchesRoutes,
  grantsRoutes,
  casePicturesRoutes,
  caseClipsRoutes,
  clipRoutes,
  trackPictureRoutes,
  reviewsRoutes,
  reviewJudgementRoutes,
  transparencyRoutes,
  auditCheckpointRoutes,
  auditTileRoutes,
  auditEntriesRoutes,
];
