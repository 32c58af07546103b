import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { ApiError } from "../http/client.ts";

/** Requests beside the API that begin and end a session; the cookie is the server's business. @throws ApiError */
async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`/api/auth${path}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const reply: unknown = await response.json().catch(() => null);
  if (response.ok) return reply;
  // A proxy may answer instead of Rungs: nothing in the body can be relied on.
  const problem = (reply ?? {}) as { code?: string; detail?: string; problems?: ApiError["problems"] };
  throw new ApiError(
    response.status,
    problem.code ?? "unavailable",
    problem.detail ?? "",
    problem.problems ?? [],
    response.headers.get("x-request-id"),
  );
}

// What each of these answers is declared by its route, below /api/auth; the casts repeat it.

/** @returns `step` where a code is asked for besides: it goes back with the code. */
export const signIn = async (email: string, password: string) =>
  (await post("/sign-in/email", { email, password, rememberMe: true })) as { step?: string };
/** @returns how many recovery codes are left, where one was used. */
export const signInWithCode = async (step: string, code: string) =>
  (await post("/sign-in/code", { step, code })) as { recoveryCodesLeft?: number };
export const passkeyOptions = async () =>
  ((await post("/sign-in/passkey/begin", {})) as { options: PublicKeyCredentialRequestOptionsJSON }).options;
export const signInWithPasskey = (response: AuthenticationResponseJSON) => post("/sign-in/passkey", { response, rememberMe: true });
/** @returns for how many minutes the link works. */
export const askReset = async (email: string) => (await post("/reset/ask", { email })) as { minutes: number };
export const reset = (token: string, password: string) => post("/reset", { token, password });
/** @returns the address that one signs in with now. */
export const confirmEmail = async (token: string) => (await post("/email/confirm", { token })) as { email: string };
export const signOut = () => post("/sign-out", {});
