import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Framework } from "../core/framework/document.ts";
import type { Format, WriteOptions } from "../core/framework/formats/read.ts";
import type { Incoming, Upload } from "../core/framework/incoming.ts";
import type { FrozenReport } from "../core/gap/frozen.ts";
import type { PeopleSheet } from "../core/people/sheet.ts";
import type { Actor, Member } from "../core/access/actor.ts";
import type { Permission, Scope, Subject } from "../core/access/policy.ts";
import type { Vault } from "../db/attachments.ts";
import type { Database } from "../db/open.ts";
import type { Tables } from "../db/tables.gen.ts";
import type { Access } from "./access.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Tx = Transaction<Tables>;

/** `details` hold what was done, never what somebody's results say: whoever reads the log need not be one who may see those. */
export type AuditEntry = {
  actor: Pick<Member, "kind" | "personId"> | "system" | "nobody";
  action: string;
  /** The person it is about. */
  subjectId: string | null;
  details: Details;
  requestId: string;
  address: string;
};
export type Details = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Where a request comes from. */
export type Asking = { headers: Headers; address: string; requestId: string; now: Date };

/** What stands above organisations. Only the capability `accounts` has a use for it. */
export type Installation = {
  database: Database;
  /** Writes an audit row, in the transaction of what it tells of. */
  record: (tx: Tx, entry: AuditEntry) => Promise<void>;
  /** What sign-in rests on. */
  access: Access;
  /** For an account that has just been made. @returns Set-Cookie values of a new session. @throws Problem "unauthenticated", "too-many-requests" */
  signIn: (who: { email: string; password: string; remember: boolean }, request: Asking) => Promise<readonly string[]>;
  /** Ends the session of the request, if it has one. @returns Set-Cookie values that forget it. */
  signOut: (request: Asking) => Promise<readonly string[]>;
  /** Makes the demo organisation with its personas; null where this server cannot. */
  loadDemo: (() => Promise<void>) | null;
  /** @returns the address that people type, without a slash at the end: what links in messages begin with. */
  links: () => string;
  /** How many daily backups this server keeps; null where it takes none by itself. */
  backups: { keep: number } | null;
  /** Who messages come from; null where no mail server is configured. */
  mail: { from: string | null };
  /** The frameworks that ship with Rungs, by id; each free of faults. */
  templates: () => Promise<ReadonlyMap<string, Framework>>;
  /** Where the bytes of attached files are kept; null where there is no place for them. */
  vault: Vault | null;
  /** Files that come in and go out, read and written where they can do no harm. @throws Problem "invalid", "too-large", "unavailable" */
  files: {
    read: (upload: Upload) => Promise<Incoming>;
    /** A table of people; a sentence where it is none. @param wanted the sheet of a workbook, null for the first that holds something. */
    sheet: (bytes: Uint8Array, wanted: string | null) => Promise<PeopleSheet | string>;
    write: (framework: Framework, format: Format, options: WriteOptions) => Promise<string | Uint8Array>;
    /** A kept gap report as tagged PDF. @throws Problem "unavailable" while too many are being written. */
    pdf: (report: FrozenReport) => Promise<Uint8Array>;
  };
};

/** What a handler is given. `today` is the organisation's date, `now` the instant of the request; neither is read from the clock elsewhere. */
export type Context<I, S> = Asking & {
  tx: Tx;
  actor: Member;
  input: I;
  subject: S;
  today: string;
  /** Set-Cookie values to send with the reply. */
  cookies: string[];
  /** Adds to the audit row of this request: what was changed, or the id of the thing where it is no person. */
  note: (details: Details) => void;
  installation: Installation;
};

export type Audit = { action: string; when: "always" | "others" } | { none: string };

/** `tag` changes with every change of the thing, and needs no quotes; `state` is shown to whoever may use the route, as it is. */
export type Matches<S> = { tag: (subject: S) => string; state: (context: Context<unknown, S>) => Promise<unknown> };

type Common<M extends Method, A extends string, I extends z.ZodObject, O extends z.ZodType> = {
  method: M;
  /** Below /api/v1, parameters as `:name`; parameters, query and body are parsed together by `input`, and what it does not name is refused. */
  path: A;
  input: I;
  output: O;
  /** Said in the API's reference. */
  summary: string;
  /** The action an audit row is written under, "others" only where the subject is another person; or the reason why none is due. */
  audit: Audit;
  /** Bytes of body accepted; 1 MiB where absent. */
  largest?: number;
  /** Answers 201 and not 200. */
  creates?: true;
  /** A GET whose reply has an ETag of its own text, as this reader sees it, and is answered with 304 to whoever has just that. */
  revalidates?: true;
  /** The reply holds what is shown once: it is never kept for a second try with the same Idempotency-Key. */
  secret?: true;
};

/**
 * One thing: the subject is loaded, the policy asked, and only then handled. A subject may carry more than the policy
 * asks for: what was read with it need not be read again by the handler.
 */
export type SubjectRoute<
  M extends Method,
  A extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
  P extends Permission,
  S extends Subject<P> = Subject<P>,
> = Common<M, A, I, O> & {
  allow: P;
  subject: (tx: Tx, input: z.output<I>, actor: Member, today: string) => Promise<S>;
  /** Of what others can change too: its ETag, which If-Match is held against, and what a stale write is answered with. */
  matches?: Matches<S>;
  handle: (context: Context<z.output<I>, S>) => Promise<z.input<O>>;
};

/** A list: the policy is asked about the organisation, and the store is handed the scope of what the actor may see. */
export type ListRoute<M extends Method, A extends string, I extends z.ZodObject, O extends z.ZodType, P extends Permission> = Common<
  M,
  A,
  I,
  O
> & {
  allow: P;
  scope: true;
  handle: (context: Context<z.output<I>, null> & { scope: Scope }) => Promise<z.input<O>>;
};

/** What a handler is given where nobody has signed in. */
export type OpenContext<I> = Asking & {
  actor: Actor;
  input: I;
  /** Set-Cookie values to send with the reply. */
  cookies: string[];
  installation: Installation;
};

/** Asked before anybody has signed in; there is no organisation and so no transaction in one. */
export type OpenRoute<M extends Method, A extends string, I extends z.ZodObject, O extends z.ZodType, P extends Permission> = Common<
  M,
  A,
  I,
  O
> & {
  allow: P;
  open: true;
  handle: (context: OpenContext<z.output<I>>) => Promise<z.input<O>>;
};

/**
 * Any route, as the door and the reference go through them. `subject` and `handle` are methods here, because a method may
 * be narrower in its parameters: each route is only ever called with what its own `input` and `subject` returned.
 */
export type AnyRoute = {
  method: Method;
  path: string;
  input: z.ZodObject;
  output: z.ZodType;
  summary: string;
  allow: Permission;
  audit: Audit;
  largest?: number;
  creates?: true;
  revalidates?: true;
  secret?: true;
  scope?: true;
  open?: true;
  subject?(tx: Tx, input: unknown, actor: Member, today: string): Promise<unknown>;
  matches?: { tag(subject: unknown): string; state(context: unknown): Promise<unknown> };
  handle(context: unknown): Promise<unknown>;
};

/** Declares one HTTP operation. A route without `allow`, `audit`, and one of `subject`, `scope` or `open` does not compile. */
export function route<
  const M extends Method,
  const A extends string,
  I extends z.ZodObject,
  O extends z.ZodType,
  P extends Permission,
  S extends Subject<P>,
>(declared: SubjectRoute<M, A, I, O, P, S>): SubjectRoute<M, A, I, O, P, S>;
export function route<const M extends Method, const A extends string, I extends z.ZodObject, O extends z.ZodType, P extends Permission>(
  declared: ListRoute<M, A, I, O, P>,
): ListRoute<M, A, I, O, P>;
export function route<const M extends Method, const A extends string, I extends z.ZodObject, O extends z.ZodType, P extends Permission>(
  declared: OpenRoute<M, A, I, O, P>,
): OpenRoute<M, A, I, O, P>;
export function route(declared: object): object {
  return declared;
}
