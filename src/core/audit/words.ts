/** What was done, as the end of a sentence that begins with who did it; `of` comes before the person it is about. */
const sentences: Readonly<Record<string, { did: string; of?: string }>> = {
  "organisation.create": { did: "made the organisation" },
  "backup.restore": { did: "restored everything from a backup" },
  "session.start": { did: "signed in" },
  "session.end": { did: "signed out" },
  "cycle.create": { did: "began the set-up of a cycle" },
  "cycle.change": { did: "changed a cycle" },
  "cycle.launch": { did: "launched a cycle" },
  "cycle.calibrate": { did: "closed the forms of a cycle" },
  "cycle.cancel": { did: "cancelled a cycle" },
  "cycle.release": { did: "released a cycle, or set the hour for it" },
  "cycle.unschedule": { did: "took back the hour of a release" },
  "cycle.archive": { did: "archived a cycle" },
  "cycle.nudge": { did: "reminded whoever is still to write" },
  "cycle.join": { did: "took people into a cycle" },
  "cycle.withdraw": { did: "ended the part in a cycle", of: "of" },
  "cycle.restore": { did: "restored the part in a cycle", of: "of" },
  "cycle.hand-over": { did: "handed over the review", of: "of" },
  "cycle.reopen": { did: "opened a form again in the review", of: "of" },
  "cycle.extend": { did: "put a date off in the review", of: "of" },
  "calibration.read": { did: "read how ratings are spread" },
  "calibration.cases": { did: "read ratings case by case" },
  "calibration.decide": { did: "calibrated a rating", of: "of" },
  "calibration.session": { did: "wrote down a calibration session" },
  "calibration.lock": { did: "locked a calibration session" },
  "calibration.export": { did: "took the ratings of a cycle away as a file" },
  "cycle.export": { did: "took the board of a cycle away as a file" },
  "review.read": { did: "read a review", of: "of" },
  "review.save": { did: "saved answers in the review", of: "of" },
  "review.submit": { did: "submitted a form in the review", of: "of" },
  "review.signed": { did: "read a signed form in the review", of: "of" },
  "review.note": { did: "wrote the agreed note in the review", of: "of" },
  "review.acknowledge": { did: "acknowledged the result", of: "of" },
  "review.second-look": { did: "asked for a second look at the result", of: "of" },
  "review.answer": { did: "answered the second look", of: "of" },
  "checkin.start": { did: "began a check-in", of: "with" },
  "checkin.reopen": { did: "opened a form again in the check-in", of: "of" },
  "direction.read": { did: "read which way on is wanted", of: "by" },
  "direction.say": { did: "said which way on is wanted", of: "by" },
  "gap.read": { did: "read a gap report", of: "of" },
  "gap.team": { did: "read the gaps of many people" },
  "gap.team.export": { did: "took the gaps of many people away as a file" },
  "gap.pdf": { did: "took away the gap report as PDF", of: "of" },
  "gap.share": { did: "handed on a copy of the gap report", of: "of" },
  "copy.read": { did: "read a shared copy of the gap report", of: "of" },
  "copy.download": { did: "took away a shared copy of the gap report", of: "of" },
  "copy.revoke": { did: "took back a shared copy of the gap report", of: "of" },
  "home.people": { did: "read how those who report to them stand" },
  "pathway.read": { did: "read what they hold of a way up", of: "of" },
  "record.read": { did: "read records", of: "of" },
  "record.add": { did: "put something on record", of: "of" },
  "record.withdraw": { did: "took a record back", of: "of" },
  "record.verify": { did: "verified a record", of: "of" },
  "record.file.add": { did: "attached a file to a record", of: "of" },
  "record.file.read": { did: "took away a file of a record", of: "of" },
  "record.file.remove": { did: "removed a file from a record", of: "of" },
  "record.expiring.export": { did: "took what is about to run out away as a file" },
  "record.expiring": { did: "read what is about to run out" },
  "cpd.read": { did: "read the log of learning", of: "of" },
  "cpd.export": { did: "took the log of learning away as a file", of: "of" },
  "cpd.add": { did: "logged learning", of: "of" },
  "cpd.change": { did: "changed an entry in the log of learning", of: "of" },
  "cpd.remove": { did: "removed an entry from the log of learning", of: "of" },
  "cpd.restore": { did: "put an entry back into the log of learning", of: "of" },
  "cpd.verify": { did: "verified learning", of: "of" },
  "cpd.unverify": { did: "took back that learning was verified", of: "of" },
  "cpd.file.add": { did: "attached a file to learning", of: "of" },
  "cpd.file.read": { did: "took away a file of learning", of: "of" },
  "cpd.file.remove": { did: "removed a file from learning", of: "of" },
  "cpd.team": { did: "read the hours of learning of their people" },
  "resource.add": { did: "added something to learn from" },
  "resource.change": { did: "changed something to learn from" },
  "resource.attach": { did: "attached something to learn from to a ladder" },
  "resource.detach": { did: "took something to learn from off a ladder" },
  "calendar.make": { did: "made a calendar address" },
  "calendar.withdraw": { did: "withdrew a calendar address" },
  "insight.read": { did: "read figures about many" },
  "insight.export": { did: "took figures about many away as a file" },
  "plan.read": { did: "read a development plan", of: "of" },
  "plan.start": { did: "began a development plan", of: "of" },
  "plan.edit": { did: "changed a development plan", of: "of" },
  "plan.act": { did: "agreed to, started or closed a development plan", of: "of" },
  "plan.note": { did: "wrote a note on a development plan", of: "of" },
  "goal.add": { did: "added a goal", of: "for" },
  "goal.edit": { did: "changed a goal", of: "of" },
  "action.add": { did: "added an action", of: "for" },
  "action.edit": { did: "changed an action", of: "of" },
  "action.evidence.add": { did: "showed an action done", of: "of" },
  "action.evidence.remove": { did: "took evidence away from an action", of: "of" },
  "action.evidence.file": { did: "took away a file of an action", of: "of" },
  "barrier.list": { did: "read what stands in people’s way" },
  "barrier.export": { did: "took away as a file what stands in people’s way" },
  "barrier.raise": { did: "wrote down a barrier", of: "of" },
  "barrier.edit": { did: "changed a barrier", of: "of" },
  "barrier.resolve": { did: "resolved a barrier", of: "of" },
  "barrier.reopen": { did: "opened a barrier again", of: "of" },
  "person.history": { did: "read history and records", of: "of" },
  "account.recover": { did: "took away every second factor", of: "of" },
  "key.make": { did: "made a key for programs" },
  "key.revoke": { did: "revoked a key" },
  "settings.change": { did: "changed the settings" },
  "audit.export": { did: "took entries of this log away as a file" },
  "audit.verify": { did: "verified this log" },
  "person.export": { did: "took a copy of the personal data", of: "of" },
  "person.erase": { did: "erased the personal data", of: "of" },
  "retention.run": { did: "took away what was kept long enough" },
  "people.import": { did: "imported people" },
  "people.import.undo": { did: "took an import back" },
  "framework.create": { did: "began a ladder" },
  "framework.publish": { did: "published a version of a ladder" },
};

const spaced = (code: string) =>
  code.replaceAll(/[.-]/g, " ").replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** "read a gap report"; of what has no sentence, its own name with spaces. */
export const actionWords = (action: string): string => sentences[action]?.did ?? spaced(action);

/** What stands between the deed and the person it is about: "of", "about". */
export const actionLink = (action: string): string => sentences[action]?.of ?? "about";

export type Detail = string | number | boolean | null | readonly string[];

/** What an entry says beside, a line for each: `label` in words, `value` as people read it. Never empty text. */
export function detailLines(details: Readonly<Record<string, Detail>>): { label: string; value: string }[] {
  return Object.entries(details).map(([key, value]) => {
    const name = spaced(key);
    return { label: name.charAt(0).toUpperCase() + name.slice(1), value: valueWords(value) };
  });
}

function valueWords(value: Detail): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number" || typeof value === "string") return String(value);
  return value.length === 0 ? "none" : value.join(", ");
}
