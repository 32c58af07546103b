import type { Mail } from "../core/message/mail.ts";
import type { Vault } from "../db/attachments.ts";
import type { Database } from "../db/open.ts";
import type { Installation } from "./route.ts";

/** What a job is given. It opens its own transactions, each as short as may be. */
export type Work = {
  database: Database;
  /** Null where no mail server is configured. */
  mail: Mail | null;
  /** @returns the address that people type, without a slash at the end. */
  links: () => string;
  record: Installation["record"];
  /** Where the bytes of attached files are; absent where there is no place for them. */
  vault?: Vault | null;
  now: Date;
  /** Aborted when the server is to end: finish what is begun, begin nothing more. */
  stopping: AbortSignal;
};

type Common = {
  /** `capability.verb`; also the name of its queue. */
  name: string;
  /** When it is done by itself: a cron expression in UTC. */
  every: string;
  /** Asked for by transactions too (`rungs.ask_for_job`), and then looked for every two seconds. */
  asked?: true;
  /** How long it may take before it is begun anew, in ms; ten minutes where absent. */
  longest?: number;
};

/**
 * Something done in the background, through pg-boss. A job may be done twice, or begun by one server and finished by another:
 * what it does must come out the same. The payload is the organisation's id and nothing else.
 */
export type Job =
  | (Common & { each: "organisation"; handle: (work: Work & { orgId: string }) => Promise<void> })
  | (Common & { each: "installation"; handle: (work: Work) => Promise<void> });
