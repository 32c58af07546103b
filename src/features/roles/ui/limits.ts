import type { Reply } from "../../../web/api.ts";

/** What a role is narrowed to, as the end of its name; nothing where it is of the whole organisation. */
export const limits = ({ units, framework }: Pick<Reply<"/roles">["items"][number], "units" | "framework">): string =>
  units !== null ? `, of ${units.map(({ name }) => name).join(", ")}` : framework !== null ? `, of ${framework.title}` : "";
