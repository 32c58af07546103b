import type { Transaction } from "kysely";
import type { z } from "zod";
import type { Actor, Member, Permission, Scope, Subject } from "../core/access/policy.ts";
import type { Tables } from "../db/tables.gen.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Tx = Transaction<Tables>;

/** What a handler is given. `today` is the organisation's date, `now` the instant of the request; neither is read from the clock elsewhere. */
export type Context<I, S> = {
  tx: Tx;
  actor: Member;
  input: I;
  subject: S;
  today: string;
  now: Date;
  requestId: string;
};

type Common<M extends Method, A extends string, I extends z.ZodType, O extends z.ZodType> = {
  method: M;
  /** Below /api/v1, parameters as `:name`; parameters, query and body are parsed together by `input`. */
  path: A;
  input: I;
  output: O;
  /** Said in the API's reference. */
  summary: string;
  /** The action an audit row is written under, "others" only where the subject is another person; null with the reason why none is due. */
  audit: { action: string; when: "always" | "others" } | { none: string };
};

/**
 * One thing: the subject is loaded, the policy asked, and only then handled. A subject may carry more than the policy
 * asks for: what was read with it need not be read again by the handler.
 */
export type SubjectRoute<
  M extends Method,
  A extends string,
  I extends z.ZodType,
  O extends z.ZodType,
  P extends Permission,
  S extends Subject<P> = Subject<P>,
> = Common<M, A, I, O> & {
  allow: P;
  subject: (tx: Tx, input: z.output<I>, actor: Member) => Promise<S>;
  handle: (context: Context<z.output<I>, S>) => Promise<z.input<O>>;
};

/** A list: the policy is asked about the organisation, and the store is handed the scope of what the actor may see. */
export type ListRoute<M extends Method, A extends string, I extends z.ZodType, O extends z.ZodType, P extends Permission> = Common<M, A, I, O> & {
  allow: P;
  scope: true;
  handle: (context: Context<z.output<I>, null> & { scope: Scope }) => Promise<z.input<O>>;
};

/** Asked before anybody has signed in; there is no organisation and so no transaction in one. */
export type OpenRoute<M extends Method, A extends string, I extends z.ZodType, O extends z.ZodType, P extends Permission> = Common<M, A, I, O> & {
  allow: P;
  open: true;
  handle: (context: { actor: Actor; input: z.output<I>; now: Date; requestId: string; address: string }) => Promise<z.input<O>>;
};

/** Declares one HTTP operation. A route without `allow`, `audit`, and one of `subject`, `scope` or `open` does not compile. */
export function route<const M extends Method, const A extends string, I extends z.ZodType, O extends z.ZodType, P extends Permission, S extends Subject<P>>(declared: SubjectRoute<M, A, I, O, P, S>): SubjectRoute<M, A, I, O, P, S>;
export function route<const M extends Method, const A extends string, I extends z.ZodType, O extends z.ZodType, P extends Permission>(declared: ListRoute<M, A, I, O, P>): ListRoute<M, A, I, O, P>;
export function route<const M extends Method, const A extends string, I extends z.ZodType, O extends z.ZodType, P extends Permission>(declared: OpenRoute<M, A, I, O, P>): OpenRoute<M, A, I, O, P>;
export function route(declared: object): object {
  return declared;
}
