import { expect, test } from "vitest";
import { enqueue } from "../../db/outbox.ts";
import { gather, letterOf } from "../../db/sending.ts";
import { linkWith } from "../../core/message/link.ts";
import { render } from "../../core/message/letter.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";

const w = await world({ links: () => "https://ladders.example.org" });
const house = await w.organisation();
const [rowan, kit] = [await house.person("Rowan Ash"), await house.person("Kit Cedar")];
await house.grant(rowan, "administrator");
const admin = await w.as(rowan);
const theirs = await w.as(kit);

const released = (to: Person, key: string) =>
  house.within((tx) =>
    enqueue(tx, {
      template: "results-released",
      personId: to.personId,
      data: { cycle: "Spring review", path: "/reviews" },
      dedupeKey: key,
    }),
  );
const stateOf = async (id: string | null) => (await admin("GET", "/messages", {})).items.find((each) => each.id === id)?.state;

test("a message is written once per key, is shown in Rungs, and is undone with what it tells of", async () => {
  expect(await released(kit, "once")).not.toBeNull();
  expect(await released(kit, "once")).toBeNull();
  await expect(
    house.within(async (tx) => {
      await enqueue(tx, { template: "results-released", personId: kit.personId, data: { cycle: "No", path: "/" }, dedupeKey: "never" });
      throw new Error("What it tells of has not happened.");
    }),
  ).rejects.toThrow("has not happened");
  const { items, unread } = await theirs("GET", "/me/notifications", {});
  expect(items.map(({ title }) => title)).toEqual(["Spring review: your results are there to read"]);
  expect(unread).toBe(1);
  expect(await theirs("POST", "/me/notifications/read", {})).toEqual({ unread: 0 });
});

test("everybody chooses how they have a kind of message by e-mail; in Rungs it is shown all the same", async () => {
  await theirs("PUT", "/me/message-preferences/:kind", { kind: "results", email: "off" });
  expect(await released(kit, "off")).toBeNull();
  await theirs("PUT", "/me/message-preferences/:kind", { kind: "results", email: "digest" });
  const id = await released(kit, "digest");
  expect(await stateOf(id)).toBe("gathered");
  await house.within((tx) => gather(tx, "2026-11-21"));
  await house.within((tx) => gather(tx, "2026-11-21"));
  expect(await stateOf(id)).toBe("digested");
  const digests = (await admin("GET", "/messages", {})).items.filter(({ template }) => template === "digest");
  expect(digests).toHaveLength(1);
  const { subject, body } = await admin("GET", "/messages/:messageId", { messageId: digests[0]?.id ?? "" });
  expect(subject).toBe("Spring review: your results are there to read");
  expect(body).toContain("https://ladders.example.org/reviews");
  expect((await theirs("GET", "/me/notifications", {})).items).toHaveLength(3);
});

test("the link in a message ends its kind by e-mail, and no other", async () => {
  const lee = await house.person("Lee Elder");
  await released(lee, "to unsubscribe");
  const { unsubscribe } = await house.within((tx) =>
    tx.selectFrom("message").select("unsubscribe").where("dedupe_key", "=", "to unsubscribe").executeTakeFirstOrThrow(),
  );
  const token = linkWith(house.orgId, unsubscribe ?? "");
  expect(await w.nobody("POST", "/unsubscribe", { token })).toMatchObject({ kind: "results" });
  expect(await released(lee, "after")).toBeNull();
  const { kinds } = await (await w.as(lee))("GET", "/me/message-preferences", {});
  expect(kinds.filter(({ email }) => email === "off").map(({ kind }) => kind)).toEqual(["results"]);
});

test("the single click of a mail program ends the kind too, from anywhere and without a cookie; nothing else is taken for one", async () => {
  const may = await house.person("May Elder");
  await released(may, "one click");
  const { unsubscribe } = await house.within((tx) =>
    tx.selectFrom("message").select("unsubscribe").where("dedupe_key", "=", "one click").executeTakeFirstOrThrow(),
  );
  const click = async (body: BodyInit, token = linkWith(house.orgId, unsubscribe ?? ""), headers: Record<string, string> = {}) =>
    (await w.app.request(`/unsubscribe?token=${token}`, { method: "POST", body, headers: { origin: "https://mail.example", ...headers } }))
      .status;
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  expect([
    await click(new URLSearchParams({ "List-Unsubscribe": "No" })),
    await click("List-Unsubscribe=One-Click"),
    await click(new URLSearchParams({ "List-Unsubscribe": "One-Click", more: "x".repeat(5000) })),
    await click(form, linkWith(house.orgId, "another-token-of-nobody")),
  ]).toEqual([400, 415, 413, 404]);
  expect(await released(may, "still")).not.toBeNull();
  expect([await click(form), await click(new URLSearchParams({ "List-Unsubscribe": "One-Click" }))]).toEqual([200, 200]);
  expect(await released(may, "no more")).toBeNull();
});

test("what opens an account goes out whatever was chosen; who has left, or has no address, hears nothing", async () => {
  const gone = await house.person("Gone", { leftOn: "2020-01-01" });
  const changed = (to: Person) =>
    house.within((tx) =>
      enqueue(tx, {
        template: "sign-in-changed",
        personId: to.personId,
        data: { name: to.name, what: "Your password has changed." },
        dedupeKey: `changed ${to.name}`,
      }),
    );
  expect(await changed(gone)).toBeNull();
  expect(await changed(kit)).not.toBeNull();
});

test("a message that is opened is on record, and one that has gone is not sent again", async () => {
  const id = (await released(rowan, "opened")) ?? "";
  await admin("GET", "/messages/:messageId", { messageId: id });
  const [entry] = (await admin("GET", "/audit", { action: "message.read" })).items;
  expect(entry).toMatchObject({ action: "message.read", details: { message: id, template: "results-released" } });
  await expect(admin("POST", "/messages/:messageId/send", { messageId: id })).rejects.toMatchObject({ status: 409 });
  await house.within((tx) =>
    tx.updateTable("message").set({ state: "failed", last_error: "550 no" }).where("message_id", "=", id).execute(),
  );
  await admin("POST", "/messages/:messageId/send", { messageId: id });
  expect(await stateOf(id)).toBe("waiting");
});

test("page by page each message comes once, in as many statements for one page as for any", async () => {
  for (let at = 0; at < 7; at++) await released(rowan, `page ${at}`);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { result, texts } = await statements(() => admin("GET", "/messages", { limit: 3, cursor }));
    expect(texts.length).toBeLessThanOrEqual(3);
    seen.push(...result.items.map(({ id }) => id));
    cursor = result.next ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(7);
});

test("words that people chose cannot become markup, headers or links in a letter", () => {
  const letter = letterOf(
    { template: "results-released", data: { cycle: '<img src=x onerror="alert(1)">\r\nBcc: eve@example.org', path: "/reviews" } },
    "Alder & Co",
  );
  const { subject, html, text } = render(letter ?? { subject: "", paragraphs: [] }, {
    organisation: "Alder & Co",
    publicUrl: "https://ladders.example.org",
    unsubscribe: null,
  });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain("<img");
  expect(text).toContain("https://ladders.example.org/reviews");
});

test("where mail goes out by itself nobody reads the link of another's account; nor ever of one that opens another organisation too", async () => {
  const reset = (given: Awaited<ReturnType<typeof world>>, to: Person) =>
    given.app.request("/api/auth/reset/ask", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost" },
      body: JSON.stringify({ email: to.email }),
    });
  const linkRead = async (given: Awaited<ReturnType<typeof world>>, by: Person, to: Person) => {
    const api = await given.as(by);
    const { items } = await api("GET", "/messages", {});
    const messageId = items.find((each) => each.to === to.email && each.template === "password-reset")?.id ?? "";
    return /token=(\S+)/.exec((await api("GET", "/messages/:messageId", { messageId })).body)?.[1];
  };
  const mailing = await world({ mailFrom: "rungs@example.org" });
  for (const given of [w, mailing]) {
    const alder = await given.organisation("Alder Place");
    const [ann, ben] = [await alder.person("Ann Admin"), await alder.person("Ben Ash")];
    await alder.grant(ann, "administrator");
    await given.password(ben, "heather on the north slope");
    await reset(given, ben);
    if (given === mailing) expect(await linkRead(given, ann, ben)).toBe("taken-out-once-sent");
    else {
      expect(await linkRead(given, ann, ben)).not.toBe("taken-out-once-sent");
      const beech = await given.organisation("Beech Court");
      const same = await beech.person("Ben Ash");
      const { user_id } = await given.database.accounts
        .selectFrom("membership")
        .select("user_id")
        .where("person_id", "=", ben.personId)
        .executeTakeFirstOrThrow();
      await given.database.accounts.insertInto("membership").values({ user_id, org_id: beech.orgId, person_id: same.personId }).execute();
      expect(await linkRead(given, ann, ben)).toBe("taken-out-once-sent");
    }
  }
});
