import type { Member, Scope, FrameworkSubject } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
import type { Tx } from "../../http/route.ts";
const soon = (..._given: unknown[]): never => {
  throw new Problem("unavailable", "This is not here yet.");
};
type Sub = FrameworkSubject;
export const draft = async (_tx: Tx, _slug: string): Promise<Sub> => soon();
export const lockedDraft = draft;
export const draftOrVersion = draft;
export const framework = draft;
export const draftMatches = { tag: (_subject: Sub): string => soon(), state: async (_context: unknown): Promise<unknown> => soon() };
export const stewardsMatches = draftMatches;
export const list = async (..._given: unknown[]): Promise<never> => soon();
export const create = list, read = list, put = list, patch = list, edits = list, discard = list, submit = list, withdraw = list, decide = list, notes = list, addNote = list, resolveNote = list, impact = list, publish = list, stewards = list, setStewards = list, move = list, moves = list, undoMove = list;
export type { Member, Scope };
