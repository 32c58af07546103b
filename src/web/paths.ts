/** Where whoever has no session is sent. */
export const signInPath = "/sign-in";
