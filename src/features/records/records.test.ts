import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";
import { record } from "../audit/store.ts";
import { attachmentJobs } from "../attachments/jobs.ts";
import type { Job, Work } from "../../http/job.ts";
import { vaultIn } from "../../server/vault.ts";
import { recordJobs } from "./jobs.ts";

const directory = mkdtempSync(join(tmpdir(), "rungs-records-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const vault = vaultIn(directory);

let made: World;
let house: Organisation;
let north: string;
let head: Person;
let kit: Person;
let partner: Person;
let own: Client;
let byHead: Client;
let byPartner: Client;

/** What the first level asks for beside what it expects. */
const care = () => {
  const document = ladder("care", "Care");
  return {
    ...document,
    levels: (document.levels ?? []).map((level, index) =>
      index > 0
        ? level
        : {
            ...level,
            requirements: [
              { id: "safeguarding", kind: "training" as const, title: "Safeguarding adults", validMonths: 12 },
              {
                id: "way-in",
                anyOf: [
                  {
                    id: "diploma",
                    kind: "qualification" as const,
                    title: "Level 2 Diploma in Care",
                    equivalents: ["NVQ 2"],
                    regulated: "RQF 2",
                    anyAtLevel: true,
                  },
                  { id: "nights", kind: "demonstrated" as const, title: "Led ten night shifts" },
                ],
              },
            ],
          },
    ),
  };
};

beforeAll(async () => {
  made = await world({ vault });
  house = await made.organisation();
  await house.publish(care());
  north = await house.team("North");
  head = await house.person("Bram Head", { team: north });
  kit = await house.person("Kit Moss", { manager: head, team: north });
  await house.place(kit, "care/first", "2024-01-01");
  partner = await house.person("Judith Partner");
  await house.grant(partner, "people-partner");
  [own, byHead, byPartner] = await Promise.all([made.as(kit), made.as(head), made.as(partner)]);
});

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => "it was done",
    (error: Error) => error.message,
  );
const records = (who: Person, through: Client) => through("GET", "/people/:personId/records", { personId: who.personId });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const kept = () => readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
const work = (now: string): Work & { orgId: string } => ({
  database: made.database,
  mail: null,
  links: () => "http://localhost",
  record,
  vault,
  now: new Date(now),
  stopping: new AbortController().signal,
  orgId: house.orgId,
});
const run = async (jobs: readonly Job[], now: string) => {
  for (const job of jobs) if (job.each === "organisation") await job.handle(work(now));
};

describe("one's own records", () => {
  test("are added from what one's ladder asks, wait for a manager to verify them, and count in the report meanwhile", async () => {
    const { suggestions } = await records(kit, own);
    expect(suggestions.map(({ title, validMonths }) => [title, validMonths])).toEqual([
      ["Safeguarding adults", 12],
      ["Level 2 Diploma in Care", null],
      ["NVQ 2", null],
      ["Led ten night shifts", null],
    ]);
    const { id } = await own("POST", "/people/:personId/records", {
      personId: kit.personId,
      kind: "training",
      title: "safeguarding adults",
      on: "2026-01-10",
    });
    const [held] = (await records(kit, own)).items;
    expect(held).toMatchObject({
      id,
      verifiedBy: null,
      expiresOn: "2027-01-10",
      standing: "expiring",
      by: "Kit Moss",
      serves: ["First of Care"],
    });
    const gap = await own("GET", "/people/:personId/gap", { personId: kit.personId, target: "care/first" });
    expect(gap.report?.requirements.find((line) => line.id === "safeguarding")?.status).toBe("expiring");

    const theirs = await records(kit, byHead);
    expect(theirs.can).toEqual({ "person.records.write": true, "person.records.verify": true });
    await byHead("POST", "/people/:personId/records/:recordId/verification", { personId: kit.personId, recordId: id });
    expect((await records(kit, own)).items[0]).toMatchObject({ verifiedBy: "Bram Head", verifiedAt: made.clock.now.toISOString() });
    expect(
      await refusal(byPartner("POST", "/people/:personId/records/:recordId/verification", { personId: kit.personId, recordId: id })),
    ).toMatch(/Bram Head has verified this already/);
    expect(
      await refusal(own("POST", "/people/:personId/records/:recordId/verification", { personId: kit.personId, recordId: id })),
    ).not.toBe("it was done");
  });

  test("what was demonstrated is for a manager to attest, and is then verified at once", async () => {
    const said = { personId: kit.personId, kind: "demonstrated" as const, title: "Led ten night shifts", on: "2026-02-01" };
    expect(await refusal(own("POST", "/people/:personId/records", said))).toMatch(/ask your manager/);
    await byHead("POST", "/people/:personId/records", said);
    expect((await records(kit, own)).items.find(({ kind }) => kind === "demonstrated")).toMatchObject({
      attestedBy: "Bram Head",
      verifiedBy: "Bram Head",
    });
    expect(await refusal(byHead("POST", "/people/:personId/records", { ...said, title: " led TEN night shifts" }))).toMatch(
      /on record already/,
    );
  });

  test("are put right and taken back without being rewritten, and a correction of one's own is to be verified anew", async () => {
    const said = { personId: kit.personId, kind: "qualification" as const, title: "NVQ 2", on: "2020-06-01" };
    const { id } = await byHead("POST", "/people/:personId/records", said);
    const right = { ...said, on: "2021-06-01", corrects: id };
    expect(await refusal(own("POST", "/people/:personId/records", right))).toMatch(/Say why/);
    const { id: now } = await own("POST", "/people/:personId/records", { ...right, reason: "The certificate says 2021." });
    const told = await records(kit, own);
    expect(told.items.filter(({ kind }) => kind === "qualification")).toMatchObject([
      { id: now, on: "2021-06-01", verifiedBy: null, serves: ["First of Care"] },
    ]);
    expect(told.before[0]).toMatchObject({ title: "NVQ 2", on: "2020-06-01", reason: "The certificate says 2021.", retracted: false });
    expect(
      await refusal(own("POST", "/people/:personId/records/:recordId/withdrawal", { personId: kit.personId, recordId: id, reason: "No." })),
    ).toMatch(/put right or taken back already/);
    await own("POST", "/people/:personId/records/:recordId/withdrawal", {
      personId: kit.personId,
      recordId: now,
      reason: "It was my sister’s.",
    });
    const after = await records(kit, own);
    expect(after.items.filter(({ kind }) => kind === "qualification")).toEqual([]);
    expect(after.before[0]).toMatchObject({ reason: "It was my sister’s.", retracted: true });
    const stored = await house.within((tx) =>
      tx
        .selectFrom("record")
        .select(["on_date", "retracts"])
        .where("kind", "=", "qualification")
        .orderBy("recorded_at")
        .orderBy("record_id")
        .execute(),
    );
    expect(stored.map(({ on_date, retracts }) => [on_date, retracts])).toEqual([
      ["2020-06-01", false],
      ["2021-06-01", false],
      ["2021-06-01", true],
    ]);
  });

  test("are told with every reason at once where they cannot be, and a page that is out of date changes nothing", async () => {
    const wrong = {
      personId: kit.personId,
      kind: "check" as const,
      title: "DBS",
      on: "2099-01-01",
      until: "2026-01-01",
      regulated: "RQF 3",
    };
    const error = await own("POST", "/people/:personId/records", wrong).catch((caught: unknown) => caught);
    expect((error as { problems: { path: string }[] }).problems.map(({ path }) => path)).toEqual(["/on", "/until", "/regulated"]); // an ApiError, by the message asked for above
    const { tag } = await records(kit, own);
    const right = { personId: kit.personId, kind: "check" as const, title: "Enhanced DBS", on: "2026-01-01" };
    await own("POST", "/people/:personId/records", right, { headers: { "if-match": `"${tag}"` } });
    expect(
      await refusal(own("POST", "/people/:personId/records", { ...right, on: "2026-01-02" }, { headers: { "if-match": `"${tag}"` } })),
    ).not.toBe("it was done");
    expect((await records(kit, own)).items.filter(({ kind }) => kind === "check").length).toBe(1);
  });
});

describe("files", () => {
  test("show a record to whoever may read it, as what they are and never to be run; nobody else learns of them", async () => {
    const { id } = await own("POST", "/people/:personId/records", {
      personId: kit.personId,
      kind: "training",
      title: "First aid",
      on: "2026-03-01",
      validMonths: 36,
    });
    const at = { personId: kit.personId, recordId: id };
    const text = "%PDF-1.7 the certificate of Kit";
    expect(
      await refusal(
        own("POST", "/people/:personId/records/:recordId/files", { ...at, fileName: "x.pdf", file: base64("<html>no</html>") }),
      ),
    ).toMatch(/no file that Rungs keeps/);
    const added = await own("POST", "/people/:personId/records/:recordId/files", {
      ...at,
      fileName: "C:\\me\\certificate.html",
      file: base64(text),
    });
    expect(added.name).toBe("certificate.pdf");
    expect(kept()).toBe(1);
    const path = `/api/v1/people/${kit.personId}/records/${id}/files/${added.id}`;
    const reply = await made.app.request(path, { headers: { cookie: await made.cookie(head) } });
    expect(await reply.text()).toBe(text);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": expect.stringMatching(/^attachment; filename="certificate.pdf"/),
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(/^sandbox;/),
      "cache-control": "no-store",
    });
    const stranger = await house.person("Peer Elm", { manager: head });
    const elsewhere = await made.organisation("Elsewhere");
    const spy = await elsewhere.person("Foreign Spy");
    await elsewhere.grant(spy, "people-partner");
    for (const who of [stranger, spy])
      expect((await made.app.request(path, { headers: { cookie: await made.cookie(who) } })).status).toBe(404);

    // What takes its place has the same file; the same bytes are there once.
    const { id: next } = await own("POST", "/people/:personId/records", {
      personId: kit.personId,
      kind: "training",
      title: "First aid",
      on: "2026-03-02",
      corrects: id,
      reason: "The second.",
    });
    expect((await records(kit, own)).items.find((each) => each.id === next)?.files.map(({ name }) => name)).toEqual(["certificate.pdf"]);
    await own("POST", "/people/:personId/records/:recordId/files", {
      personId: kit.personId,
      recordId: next,
      fileName: "again.pdf",
      file: base64(text),
    });
    expect(kept()).toBe(1);
    const files = (await records(kit, own)).items.find((each) => each.id === next)?.files ?? [];
    const again = files.find(({ name }) => name === "again.pdf");
    await own("DELETE", "/people/:personId/records/:recordId/files/:fileId", {
      personId: kit.personId,
      recordId: next,
      fileId: again?.id ?? "",
    });
    expect((await records(kit, own)).items.find((each) => each.id === next)?.files.length).toBe(1);
  });

  test("are in the copy of one's data, and go with an erasure once nothing else refers to them", async () => {
    const away = await house.person("Away Ash", { manager: head });
    const mate = await house.person("Mate Birch", { manager: head });
    const attach = async (who: Person, text: string) => {
      const { id } = await byPartner("POST", "/people/:personId/records", {
        personId: who.personId,
        kind: "check",
        title: "Right to work",
        on: "2026-01-01",
      });
      await byPartner("POST", "/people/:personId/records/:recordId/files", {
        personId: who.personId,
        recordId: id,
        fileName: "proof.txt",
        file: base64(text),
      });
    };
    const before = kept();
    await attach(away, "for Away alone");
    await attach(mate, "for both");
    const { id } = await byPartner("POST", "/people/:personId/records", {
      personId: away.personId,
      kind: "check",
      title: "Barred list",
      on: "2026-01-01",
    });
    await byPartner("POST", "/people/:personId/records/:recordId/files", {
      personId: away.personId,
      recordId: id,
      fileName: "proof.txt",
      file: base64("for both"),
    });
    expect(kept()).toBe(before + 2);
    const copy = await made.app.request(`/api/v1/people/${away.personId}/data`, { headers: { cookie: await made.cookie(away) } });
    const entries = unzipSync(new Uint8Array(await copy.arrayBuffer()));
    const texts = ["files/proof.txt", "files/proof (2).txt"].map((name) => strFromU8(entries[name] ?? new Uint8Array()));
    expect(texts.toSorted()).toEqual(["for Away alone", "for both"]);

    await house.within((tx) => tx.updateTable("person").set({ left_on: "2026-11-01" }).where("person_id", "=", away.personId).execute());
    const owner = await house.person("Zoë Chief");
    await house.grant(owner, "owner");
    await (
      await made.as(owner)
    )("POST", "/people/:personId/erasure", { personId: away.personId, confirm: "Away Ash" });
    await run(attachmentJobs, "2026-11-21T13:00:00Z");
    expect(kept()).toBe(before + 1);
    expect((await records(mate, byHead)).items[0]?.files.length).toBe(1);
  });
});

describe("what is about to run out", () => {
  let ada: Person;
  beforeAll(async () => {
    ada = await house.person("Ada Pine", { manager: kit, team: north });
    await house.place(ada, "care/first", "2024-01-01");
    // By the ladder it lasts a year, whatever the record says.
    await house.hold(ada, "training", "Safeguarding adults", "2025-12-01", { validMonths: 36 });
    await house.hold(ada, "check", "Enhanced DBS", "2023-11-20", { validMonths: 36 });
    await house.hold(ada, "training", "Fire safety", "2024-01-01", { validMonths: 12 });
    await house.hold(ada, "training", "Fire safety", "2026-10-01", { validMonths: 12 });
  });
  const listed = async (through: Client, more: object = {}) =>
    (await through("GET", "/records/expiring", more)).items.map(({ person, title, daysLeft, standing }) => [
      person.name,
      title,
      daysLeft,
      standing,
    ]);

  test("is listed of all below a manager, the soonest first, by what the ladder asks, and renewed ones are left out", async () => {
    const wanted = [
      ["Ada Pine", "Enhanced DBS", -1, "expired"],
      ["Ada Pine", "Safeguarding adults", 10, "expiring"],
      ["Kit Moss", "safeguarding adults", 50, "expiring"],
    ];
    expect(await listed(byHead)).toEqual(wanted);
    expect(await listed(byPartner)).toEqual(wanted);
    expect(await listed(await made.as(ada))).toEqual(wanted.slice(0, 2));
    expect(await listed(byHead, { state: "expired" })).toEqual(wanted.slice(0, 1));
    expect(await listed(byHead, { days: "20" })).toEqual(wanted.slice(0, 2));
    expect(await listed(byHead, { title: "SAFEGUARDING ADULTS", team: north })).toEqual(wanted.slice(1));
    const first = await byHead("GET", "/records/expiring", { limit: "2" });
    expect([first.total, first.titles[0]]).toEqual([3, { title: "Safeguarding adults", expired: 0, expiring: 2 }]);
    expect(await listed(byHead, { limit: "2", cursor: first.next ?? "" })).toEqual(wanted.slice(2));
    const stranger = await house.person("Lone Larch");
    expect(await listed(await made.as(stranger))).toEqual([]);
  });

  test("asks the same few queries however many there are", async () => {
    const { texts } = await statements(() => byHead("GET", "/records/expiring", {}));
    expect(texts.filter((text) => text.includes("lasting")).length).toBe(2);
  });

  test("is told 60, 30 and 7 days before, each once, and in the last week to the manager too", async () => {
    const told = async (who: Person) =>
      (
        await house.within((tx) =>
          tx
            .selectFrom("notification")
            .select("title")
            .where("person_id", "=", who.personId)
            .where("title", "like", "Safeguarding%")
            .orderBy("created_at")
            .execute(),
        )
      ).map(({ title }) => title);
    const mine = "Safeguarding adults runs out on 1 December 2026";
    await run(recordJobs, "2026-10-10T08:00:00Z");
    await run(recordJobs, "2026-10-11T08:00:00Z");
    expect(await told(ada)).toEqual([mine]);
    await run(recordJobs, "2026-11-05T08:00:00Z");
    await run(recordJobs, "2026-11-05T09:00:00Z");
    expect([await told(ada), await told(kit)]).toEqual([[mine, mine], []]);
    await run(recordJobs, "2026-11-25T08:00:00Z");
    await run(recordJobs, "2026-12-05T08:00:00Z");
    expect([await told(ada), await told(kit)]).toEqual([
      [mine, mine, mine],
      ["Safeguarding adults of Ada Pine runs out on 1 December 2026"],
    ]);
  });
});
