/** The one password of everybody in the demo organisation, whom anybody may sign in as; no secret, and no account of anybody real. */
export const DEMO_PASSWORD = "one-rung-at-a-time";
