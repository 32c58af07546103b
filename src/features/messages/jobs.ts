import { linkWith } from "../../core/message/link.ts";
import { render } from "../../core/message/letter.ts";
import { pauseAfter, type Mail, type Outcome } from "../../core/message/mail.ts";
import { SENDING } from "../../db/outbox.ts";
import * as sending from "../../db/sending.ts";
import type { Job, Work } from "../../http/job.ts";
import type { Tx } from "../../http/route.ts";
import { dateIn } from "../../http/today.ts";

/** The hour, by the organisation's clock, at which the day's digest goes out. */
const DIGEST_HOUR = 7;

/**
 * Each message is claimed in a transaction of its own before it is handed over: one that a dying server leaves behind is
 * shown as unsure and never sent again by itself, for it may have arrived.
 */
async function send({ database, mail, links, orgId, stopping }: Work & { orgId: string }): Promise<void> {
  const organisation = await database.transaction(orgId, async (tx) => {
    await sending.giveUpLost(tx);
    if (mail === null) await sending.hold(tx);
    return sending.organisationName(tx);
  });
  if (mail === null || organisation === null) return;
  while (!stopping.aborted) {
    const claimed = await database.transaction(orgId, sending.claim);
    if (claimed === null) return;
    const outcome = await handOver(mail, claimed, organisation, links());
    await database.transaction(orgId, (tx) => settle(tx, claimed, outcome, organisation, links()));
  }
}

async function handOver(mail: Mail, message: sending.Claimed, organisation: string, publicUrl: string): Promise<Outcome> {
  const letter = sending.letterOf(message, organisation);
  if (letter === null) return { as: "refused", because: "This version of Rungs knows no such message." };
  const unsubscribe = message.unsubscribe === null ? null : `/unsubscribe?token=${linkWith(message.orgId, message.unsubscribe)}`;
  return mail.send({
    id: message.id,
    to: message.to,
    ...render(letter, { organisation, publicUrl, unsubscribe }),
    unsubscribe: unsubscribe === null ? null : publicUrl + unsubscribe,
  });
}

async function settle(tx: Tx, message: sending.Claimed, outcome: Outcome, organisation: string, publicUrl: string): Promise<void> {
  if (outcome.as === "sent") return sending.sent(tx, message, organisation, publicUrl);
  const pause = outcome.as === "later" ? pauseAfter(message.attempts) : null;
  if (pause !== null) return sending.later(tx, message.id, pause, outcome.because);
  return sending.failed(tx, message.id, outcome.as === "unsure" ? "unsure" : "failed", outcome.because);
}

async function digest({ database, orgId, now }: Work & { orgId: string }): Promise<void> {
  await database.transaction(orgId, async (tx) => {
    const timeZone = await sending.timeZoneOf(tx);
    const hour = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(now);
    if (Number(hour) === DIGEST_HOUR) await sending.gather(tx, dateIn(timeZone, now));
  });
}

export const messageJobs: readonly Job[] = [
  { name: SENDING, each: "organisation", every: "* * * * *", asked: true, handle: send },
  { name: "messages.digest", each: "organisation", every: "5 * * * *", handle: digest },
];
