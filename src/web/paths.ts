/** Where whoever has no session is sent. */
export const signInPath = "/sign-in";

/** The pages that stand open to everybody are few; all others are read as somebody. */
const open: readonly string[] = [signInPath, "/setup", "/reset", "/account/confirm-email", "/join", "/unsubscribe"];
export const needsSession = (path: string): boolean => !open.includes(path);
