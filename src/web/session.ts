import { ApiError } from "../http/client.ts";

/** The two requests beside the API that begin and end a session; the cookie is the server's business. @throws ApiError */
async function post(path: string, body: object): Promise<void> {
  const response = await fetch(`/api/auth${path}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  // A proxy may answer instead of Rungs: nothing in the body can be relied on.
  const problem = ((await response.json().catch(() => null)) ?? {}) as { code?: string; detail?: string };
  throw new ApiError(response.status, problem.code ?? "unavailable", problem.detail ?? "", [], response.headers.get("x-request-id"));
}

export const signIn = (email: string, password: string) => post("/sign-in/email", { email, password, rememberMe: true });
export const signOut = () => post("/sign-out", {});
