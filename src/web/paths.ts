/** Where whoever has no session is sent. */
export const signInPath = "/sign-in";

/** How one signs in: all that is open to whoever owes their organisation a second factor. */
export const accountPath = "/account";

/** The pages that stand open to everybody are few; all others are read as somebody. */
const open: readonly string[] = [signInPath, "/setup", "/reset", "/account/confirm-email", "/join", "/unsubscribe"];
export const needsSession = (path: string): boolean => !open.includes(path);
