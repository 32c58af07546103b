/** Where whoever has no session is sent. */
export const signInPath = "/sign-in";

/** The pages that stand open to everybody are few; all others are read as somebody. */
export const needsSession = (path: string): boolean => path !== signInPath && path !== "/setup";
