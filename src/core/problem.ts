/**
 * The closed list of what can go wrong on purpose. Every code has its plain sentence here and its HTTP status in
 * `http/problem.ts`, and nowhere else.
 */
export const problems = {
  "not-found": "There is nothing here that you can see.",
  unauthenticated: "Sign in first.",
  forbidden: "This needs a role, or a key with a scope, that you have not been given.",
  "second-factor": "Your organisation asks for a second factor. Set one up under your account; until then nothing else is open to you.",
  "method-not-allowed": "This address does not take that method.",
  "wrong-media-type": "Send JSON, with the header Content-Type: application/json.",
  invalid: "Some of what was sent cannot be used.",
  conflict: "Somebody changed this in the meantime.",
  stale: "Somebody changed this since you read it. This is how it stands now.",
  "too-large": "This is larger than Rungs accepts.",
  "too-many-requests": "Too many requests from you just now. Wait a moment.",
  unavailable: "The database cannot be reached just now. Nothing was changed; try again shortly.",
  internal: "Something went wrong on our side. Nothing was changed.",
} as const;

export type ProblemCode = keyof typeof problems;

/** One fault in what was sent: `path` is a JSON Pointer into it ("" for the whole), `code` from the closed list of its kind. */
export type Fault = { code: string; path: string; message: string };

/** Thrown for everything expected to go wrong; the door turns it into a problem document. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];
  constructor(code: ProblemCode, detail: string = problems[code], faults: readonly Fault[] = []) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.faults = faults;
  }
}
