/** The roles that are granted. Employee (everybody) and manager (by reporting line) follow from the data and are never granted. */
export const roles = ["owner", "administrator", "people-partner", "author", "reviewer", "publisher", "auditor"] as const;
export type Role = (typeof roles)[number];
