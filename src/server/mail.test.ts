import { expect, test } from "vitest";
import { smtpServer } from "../../test/setup/smtp.ts";
import type { Envelope } from "../core/message/mail.ts";
import { mailBy } from "./mail.ts";

const message = {
  id: "0198f000-0000-7000-8000-000000000001",
  to: "amara.nwosu@example.org",
  subject: "Prüfung: your results",
  text: "Read your results.\n\n.\nA dot alone, above.\n",
  html: "<p>Read your results.</p>",
  unsubscribe: "https://ladders.example.org/unsubscribe?token=x",
};

async function sending() {
  const server = await smtpServer();
  const mail = await mailBy({ smtp: server.url, from: "Rungs <rungs@alder.example>" });
  return { server, send: (more: Partial<Envelope> = {}) => mail.send({ ...message, ...more }) };
}

test("a message arrives as plain text and HTML, told apart from what people write, with a way to unsubscribe", async () => {
  const { server, send } = await sending();
  expect(await send()).toEqual({ as: "sent" });
  const [arrived] = server.arrived;
  expect(arrived).toMatchObject({ from: "rungs@alder.example", to: "amara.nwosu@example.org" });
  const raw = arrived?.raw ?? "";
  for (const header of [
    "From: Rungs <rungs@alder.example>",
    "To: amara.nwosu@example.org",
    "Auto-Submitted: auto-generated",
    "X-Auto-Response-Suppress: All",
    "List-Unsubscribe: <https://ladders.example.org/unsubscribe?token=x>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    `Message-ID: <${message.id}@alder.example>`,
    "Content-Type: text/plain",
    "Content-Type: text/html",
  ])
    expect(raw).toContain(header);
});

test("what may not be unsubscribed from offers no way to, and a link over plain http promises no single click", async () => {
  const { server, send } = await sending();
  await send({ unsubscribe: null });
  await send({ unsubscribe: "http://127.0.0.1:4200/unsubscribe?token=x" });
  expect(server.arrived.map(({ raw }) => raw.includes("List-Unsubscribe-Post"))).toEqual([false, false]);
});

test.each([
  ["the address is refused for good", "RCPT", "550 no such person", "refused"],
  ["the mail server has no time", "RCPT", "451 try again later", "later"],
  ["the line breaks before the message", "DATA", null, "later"],
  ["the message itself is refused", ".", "554 spam", "refused"],
  ["the message itself is put off", ".", "452 disk full", "later"],
  ["the line breaks after the whole message", ".", null, "unsure"],
])("where %s it is told as it is", async (_when, verb, answer, outcome) => {
  const { server, send } = await sending();
  server.answers.set(verb, answer);
  expect(await send()).toMatchObject({ as: outcome, because: expect.stringMatching(/./) });
  expect(server.arrived).toEqual([]);
});

test("nobody listening is no loss: it is tried later", async () => {
  const mail = await mailBy({ smtp: "smtp://127.0.0.1:1", from: "rungs@alder.example" });
  expect(await mail.send(message)).toMatchObject({ as: "later" });
});

test("a name cannot add a header or a second addressee", async () => {
  const { server, send } = await sending();
  await send({ to: "kit@example.org\r\nBcc: eve@example.org", subject: "One\r\nBcc: eve@example.org" });
  expect(server.arrived.map(({ to }) => to)).toEqual(['"kit@example.org Bcc: eve"@example.org']);
  expect(server.arrived[0]?.raw).not.toMatch(/^Bcc:/im);
});
