/** The roles that are granted. Employee (everybody) and manager (by reporting line) follow from the data and are never granted. */
export const roles = ["owner", "administrator", "people-partner", "author", "reviewer", "publisher", "auditor"] as const;
export type Role = (typeof roles)[number];

/** As they are called in a sentence. */
export const roleNames: Readonly<Record<Role, string>> = {
  owner: "owner",
  administrator: "administrator",
  "people-partner": "people partner",
  author: "author",
  reviewer: "reviewer",
  publisher: "publisher",
  auditor: "auditor",
};
