import { daysBetween } from "../gap/dates.ts";

export const actionKinds = ["training", "on-the-job", "mentoring", "qualification", "reading"] as const;
export type ActionKind = (typeof actionKinds)[number];
export const actionStates = ["planned", "doing", "done", "dropped"] as const;
export type ActionState = (typeof actionStates)[number];
export const fundings = ["none-needed", "not-asked", "asked", "agreed", "refused"] as const;
export type Funding = (typeof fundings)[number];

export const actionKindWords: Readonly<Record<ActionKind, string>> = {
  training: "Training",
  "on-the-job": "On the job",
  mentoring: "Mentoring",
  qualification: "Qualification",
  reading: "Reading",
};
export const actionStateWords: Readonly<Record<ActionState, string>> = {
  planned: "Planned",
  doing: "Under way",
  done: "Done",
  dropped: "Given up",
};
export const fundingWords: Readonly<Record<Funding, string>> = {
  "none-needed": "costs nothing",
  "not-asked": "not asked for yet",
  asked: "asked for",
  agreed: "agreed",
  refused: "refused",
};

/** Where one tap leads: on to the next, and from the last back to the first. */
export const nextState = (state: ActionState): ActionState => (state === "planned" ? "doing" : state === "doing" ? "done" : "planned");

/** What is said of an action in so many words. Days as YYYY-MM-DD; a cost in the currency's smallest unit. */
export type Said = { startsOn: string | null; dueOn: string | null; costMinor: number | null; funding: Funding };
export type Fault = { code: string; path: string; message: string };

/** What is wrong with it, all at once. */
export function faultsOf({ startsOn, dueOn, costMinor, funding }: Said): Fault[] {
  const faults: Fault[] = [];
  if (startsOn !== null && dueOn !== null && dueOn < startsOn)
    faults.push({ code: "order", path: "/dueOn", message: "It is due before it starts." });
  if (funding === "none-needed" && costMinor !== null && costMinor > 0)
    faults.push({ code: "funding", path: "/funding", message: "It costs something: say whether the money is asked for or agreed." });
  return faults;
}

/** Days before an action is due on which its owner is told, and the day itself. */
export const reminderDays = [7, 0] as const;

/** Which of the reminders is due: the last that has come; null before the first and once the day has passed. */
export function reminderDue(today: string, dueOn: string): (typeof reminderDays)[number] | null {
  const left = daysBetween(today, dueOn);
  return left < 0 ? null : (reminderDays.findLast((days) => left <= days) ?? null);
}

/** Minor units in one of a currency. Rungs keeps whole minor units, so that sums are exact. */
export const minorUnits = (currency: string): number =>
  10 ** (new Intl.NumberFormat("en-GB", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2);

/** "£240", "£12.50": without pence where there are none. */
export function moneyWords(minor: number, currency: string): string {
  const units = minorUnits(currency);
  const format = new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    ...(minor % units === 0 ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}),
  });
  return format.format(minor / units);
}

/** What actions come to, by currency in order of its code; those given up cost nothing. */
export function costs(actions: readonly { costMinor: number | null; currency: string | null; state: ActionState }[]): {
  currency: string;
  minor: number;
}[] {
  const sums = new Map<string, number>();
  for (const { costMinor, currency, state } of actions)
    if (costMinor !== null && currency !== null && state !== "dropped") sums.set(currency, (sums.get(currency) ?? 0) + costMinor);
  return [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** An amount as people type it, in the currency's smallest unit: "240", "1,200.50"; null where it is none. */
export function minorOf(typed: string, currency: string): number | null {
  const text = typed
    .trim()
    .replaceAll(/[£€$\s]/g, "")
    .replaceAll(",", "");
  if (!/^\d{1,8}(\.\d{1,3})?$/.test(text)) return null;
  const minor = Number(text) * minorUnits(currency);
  return Number.isInteger(Math.round(minor * 1e6) / 1e6) ? Math.round(minor) : null;
}
