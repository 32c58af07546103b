import { MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { accountRoutes } from "../features/accounts/routes.ts";
import type { annotationRoutes } from "../features/annotations/routes.ts";
import type { auditRoutes } from "../features/audit/routes.ts";
import type { authoringRoutes } from "../features/authoring/routes.ts";
import type { conversationRoutes } from "../features/conversations/routes.ts";
import type { credentialRoutes } from "../features/credentials/routes.ts";
import type { calendarRoutes } from "../features/calendar/routes.ts";
import type { calibrationRoutes } from "../features/calibration/routes.ts";
import type { cpdRoutes } from "../features/cpd/routes.ts";
import type { cpdFileRoutes } from "../features/cpd-files/routes.ts";
import type { cycleRoutes } from "../features/cycles/routes.ts";
import type { directionRoutes } from "../features/directions/routes.ts";
import type { exchangeRoutes } from "../features/exchange/routes.ts";
import type { findingRoutes } from "../features/findings/routes.ts";
import type { frameworkRoutes } from "../features/frameworks/routes.ts";
import type { gapRoutes } from "../features/gaps/routes.ts";
import type { homeRoutes } from "../features/home/routes.ts";
import type { importRoutes } from "../features/imports/routes.ts";
import type { insightRoutes } from "../features/insights/routes.ts";
import type { invitationRoutes } from "../features/invitations/routes.ts";
import type { learnerRoutes } from "../features/learners/routes.ts";
import type { messageRoutes } from "../features/messages/routes.ts";
import type { passkeyRoutes } from "../features/passkeys/routes.ts";
import type { pathwayRoutes } from "../features/pathways/routes.ts";
import type { peerRoutes } from "../features/peers/routes.ts";
import type { participantRoutes } from "../features/participants/routes.ts";
import type { peopleRoutes } from "../features/people/routes.ts";
import type { placementRoutes } from "../features/placements/routes.ts";
import type { privacyRoutes } from "../features/privacy/routes.ts";
import type { barrierRoutes } from "../features/barriers/routes.ts";
import type { goalRoutes } from "../features/goals/routes.ts";
import type { planEvidenceRoutes } from "../features/plan-evidence/routes.ts";
import type { planRoutes } from "../features/plans/routes.ts";
import type { publishingRoutes } from "../features/publishing/routes.ts";
import type { teamRoutes } from "../features/teams/routes.ts";
import type { teamReportRoutes } from "../features/team-reports/routes.ts";
import type { reportRoutes } from "../features/reports/routes.ts";
import type { recordRoutes } from "../features/records/routes.ts";
import type { searchRoutes } from "../features/search/routes.ts";
import type { resourceRoutes } from "../features/resources/routes.ts";
import type { reviewRoutes } from "../features/reviews/routes.ts";
import type { roleRoutes } from "../features/roles/routes.ts";
import type { secondFactorRoutes } from "../features/second-factor/routes.ts";
import type { signedRoutes } from "../features/signed/routes.ts";
import type { backupRoutes } from "../features/backups/routes.ts";
import type { settingsRoutes } from "../features/settings/routes.ts";
import type { ownSessionRoutes } from "../features/sessions/routes.ts";
import { ApiError, client } from "../http/client.ts";

export type Api = (
  | typeof peopleRoutes
  | typeof homeRoutes
  | typeof searchRoutes
  | typeof cycleRoutes
  | typeof participantRoutes
  | typeof calibrationRoutes
  | typeof placementRoutes
  | typeof recordRoutes
  | typeof planRoutes
  | typeof goalRoutes
  | typeof planEvidenceRoutes
  | typeof barrierRoutes
  | typeof cpdRoutes
  | typeof cpdFileRoutes
  | typeof resourceRoutes
  | typeof calendarRoutes
  | typeof learnerRoutes
  | typeof teamRoutes
  | typeof settingsRoutes
  | typeof backupRoutes
  | typeof auditRoutes
  | typeof privacyRoutes
  | typeof frameworkRoutes
  | typeof gapRoutes
  | typeof reportRoutes
  | typeof teamReportRoutes
  | typeof directionRoutes
  | typeof pathwayRoutes
  | typeof insightRoutes
  | typeof accountRoutes
  | typeof credentialRoutes
  | typeof passkeyRoutes
  | typeof secondFactorRoutes
  | typeof ownSessionRoutes
  | typeof importRoutes
  | typeof invitationRoutes
  | typeof messageRoutes
  | typeof roleRoutes
  | typeof authoringRoutes
  | typeof publishingRoutes
  | typeof exchangeRoutes
  | typeof reviewRoutes
  | typeof signedRoutes
  | typeof annotationRoutes
  | typeof conversationRoutes
  | typeof peerRoutes
  | typeof findingRoutes
)[number];
type Get = Extract<Api, { method: "GET" }>;
type GetAt<P> = Extract<Api, { method: "GET"; path: P }>;
/** What a GET replies with: `Reply<"/people/:personId/gap">`. */
export type Reply<P extends Get["path"]> = z.output<GetAt<P>["output"]>;

/** The one way from the browser to the server; the session travels as a cookie. */
export const api = client<Api>((path, init) => fetch(path, { ...init, credentials: "same-origin" }));

// The same signature with the method fixed, which the compiler does not work out for a path that is still open.
const get = api as <P extends Get["path"]>(
  method: "GET",
  path: P,
  input: z.input<GetAt<P>["input"]>,
  options: { signal: AbortSignal },
) => Promise<Reply<P>>;

/** For `useQuery`: the reply to a GET, kept under its path and input. */
export const read = <P extends Get["path"]>(path: P, input: z.input<GetAt<P>["input"]>) =>
  queryOptions({
    queryKey: [path, input] as const,
    queryFn: ({ signal }): Promise<Reply<P>> => get("GET", path, input, { signal }),
  });

/** What leads elsewhere, whatever was asked for: there is no session (any more), or it wants a second factor first. */
export type Elsewhere = "unauthenticated" | "second-factor";
const elsewhere = (error: unknown): Elsewhere | null =>
  error instanceof ApiError && (error.code === "unauthenticated" || error.code === "second-factor") ? error.code : null;

/** @param lead called with every such reply. */
export const newQueryClient = (lead: (to: Elsewhere) => void) => {
  const led = (error: unknown) => {
    const to = elsewhere(error);
    if (to !== null) lead(to);
  };
  return new QueryClient({
    // What is only fetched beforehand, because the pointer is near it, sends nobody away.
    queryCache: new QueryCache({ onError: (error, query) => query.getObserversCount() > 0 && led(error) }),
    mutationCache: new MutationCache({ onError: led }),
    defaultOptions: {
      mutations: { networkMode: "always" },
      queries: {
        staleTime: 30_000,
        // A broken line is an answer to give, not to wait out in silence.
        networkMode: "always",
        // A refusal stays a refusal; a dropped line or a server that starts again is worth a second try.
        retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 503),
      },
    },
  });
};
