import { accountRoutes, sessionRoutes } from "../features/accounts/routes.ts";
import { annotationRoutes } from "../features/annotations/routes.ts";
import { auditRoutes } from "../features/audit/routes.ts";
import { authoringRoutes } from "../features/authoring/routes.ts";
import { credentialRoutes, emailConfirm, reset, resetAsk } from "../features/credentials/routes.ts";
import { calendarRoutes } from "../features/calendar/routes.ts";
import { calibrationRoutes } from "../features/calibration/routes.ts";
import { cpdRoutes } from "../features/cpd/routes.ts";
import { cpdFileRoutes } from "../features/cpd-files/routes.ts";
import { cycleRoutes } from "../features/cycles/routes.ts";
import { conversationRoutes } from "../features/conversations/routes.ts";
import { directionRoutes } from "../features/directions/routes.ts";
import { exchangeRoutes } from "../features/exchange/routes.ts";
import { findingRoutes } from "../features/findings/routes.ts";
import { frameworkRoutes } from "../features/frameworks/routes.ts";
import { gapRoutes } from "../features/gaps/routes.ts";
import { homeRoutes } from "../features/home/routes.ts";
import { importRoutes } from "../features/imports/routes.ts";
import { insightRoutes } from "../features/insights/routes.ts";
import { invitationRoutes } from "../features/invitations/routes.ts";
import { learnerRoutes } from "../features/learners/routes.ts";
import { messageRoutes } from "../features/messages/routes.ts";
import { recordRoutes } from "../features/records/routes.ts";
import { resourceRoutes } from "../features/resources/routes.ts";
import { roleRoutes } from "../features/roles/routes.ts";
import { reportRoutes } from "../features/reports/routes.ts";
import { teamReportRoutes } from "../features/team-reports/routes.ts";
import { participantRoutes } from "../features/participants/routes.ts";
import { passkeyAsk, passkeyRoutes, passkeySignIn } from "../features/passkeys/routes.ts";
import { pathwayRoutes } from "../features/pathways/routes.ts";
import { peerRoutes } from "../features/peers/routes.ts";
import { peopleRoutes } from "../features/people/routes.ts";
import { placementRoutes } from "../features/placements/routes.ts";
import { privacyRoutes } from "../features/privacy/routes.ts";
import { barrierRoutes } from "../features/barriers/routes.ts";
import { goalRoutes } from "../features/goals/routes.ts";
import { planEvidenceRoutes } from "../features/plan-evidence/routes.ts";
import { planRoutes } from "../features/plans/routes.ts";
import { publishingRoutes } from "../features/publishing/routes.ts";
import { teamRoutes } from "../features/teams/routes.ts";
import { secondFactorRoutes, signInCode } from "../features/second-factor/routes.ts";
import { ownSessionRoutes } from "../features/sessions/routes.ts";
import { searchRoutes } from "../features/search/routes.ts";
import { reviewRoutes } from "../features/reviews/routes.ts";
import { signedRoutes } from "../features/signed/routes.ts";
import { backupRoutes } from "../features/backups/routes.ts";
import { settingsRoutes } from "../features/settings/routes.ts";

/** Every operation below /api/v1. A route that is not in this table is not served. */
export const api = [
  ...accountRoutes,
  ...credentialRoutes,
  ...passkeyRoutes,
  ...secondFactorRoutes,
  ...ownSessionRoutes,
  ...homeRoutes,
  ...searchRoutes,
  // Before people: "imports" is nobody's id.
  ...importRoutes,
  ...peopleRoutes,
  ...placementRoutes,
  ...recordRoutes,
  ...planRoutes,
  ...goalRoutes,
  ...planEvidenceRoutes,
  ...barrierRoutes,
  // Before a log's entries: "team" is no entry's id.
  ...learnerRoutes,
  ...cpdRoutes,
  ...cpdFileRoutes,
  ...resourceRoutes,
  ...calendarRoutes,
  ...teamRoutes,
  ...frameworkRoutes,
  ...authoringRoutes,
  ...publishingRoutes,
  ...exchangeRoutes,
  ...gapRoutes,
  ...reportRoutes,
  ...teamReportRoutes,
  ...directionRoutes,
  ...pathwayRoutes,
  ...insightRoutes,
  ...cycleRoutes,
  ...participantRoutes,
  ...calibrationRoutes,
  ...reviewRoutes,
  ...signedRoutes,
  ...annotationRoutes,
  ...conversationRoutes,
  ...peerRoutes,
  ...findingRoutes,
  ...invitationRoutes,
  ...roleRoutes,
  ...messageRoutes,
  ...auditRoutes,
  ...settingsRoutes,
  ...backupRoutes,
  ...privacyRoutes,
] as const;

/** What the typed client is derived from, by `import type`. */
export type Api = (typeof api)[number];

/** Below /api/auth, through the same door. */
export const sessionApi = [...sessionRoutes, signInCode, passkeyAsk, passkeySignIn, resetAsk, reset, emailConfirm] as const;
