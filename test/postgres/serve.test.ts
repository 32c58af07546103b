import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer, Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { standingIn } from "../setup/processes.ts";
import { rungs, up } from "../setup/running.ts";
import { scratch, until } from "../setup/scratch.ts";

const serving = (directory: string) => up(rungs(["serve", "--port", "0", "--data", directory]));

test("the first start prints its address and a link for the first owner; asked to end, it exits 0 and leaves no process", async () => {
  const directory = scratch("with spaces");
  const run = await serving(directory);
  expect(run.out()).toMatch(
    /^Rungs is at http:\/\/127\.0\.0\.1:\d+\nNobody has an account yet\..* http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{20,}\n$/,
  );
  run.child.kill("SIGTERM");
  expect(await run.ended).toBe(0);
  expect(standingIn(join(directory, "postgres"))).toEqual([]);
  expect(existsSync(join(directory, "lock"))).toBe(false);
});

test("a request that is under way when Rungs is asked to end gets its whole answer, and new ones are not taken", async () => {
  const run = await serving(scratch());
  const { port } = new URL(run.url());
  const socket = new Socket();
  let reply = "";
  socket.on("data", (bytes) => (reply += String(bytes)));
  await new Promise<void>((resolve) => socket.connect(Number(port), "127.0.0.1", resolve));
  const body = '{"email":"nobody@example.org","password":"not this one"}';
  socket.write(
    `POST /api/auth/sign-in/email HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
  );
  await until("the server to hear the request", () => reply.includes("100 Continue"));
  run.child.kill("SIGTERM");
  await until("no more connections", () =>
    fetch(`${run.url()}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  expect(run.child.exitCode).toBe(null);
  socket.write(body);
  await until("the whole answer", () => /^HTTP\/1\.1 401 [^]*"status":401[^]*\}$/m.test(reply));
  expect(await run.ended).toBe(0);
});

test("killed without warning, the next start needs no hand", async () => {
  const directory = scratch();
  const first = await serving(directory);
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await serving(directory);
  expect(second.out()).toContain("Rungs is at");
});

test("a second start on the same data is refused with the first one's process id, exit 2, without a stack trace", async () => {
  const directory = scratch();
  const first = await serving(directory);
  const second = rungs(["serve", "--port", "0", "--data", directory]);
  expect(await second.ended).toBe(2);
  expect(second.err()).toBe(
    `rungs serve: Another Rungs (process ${first.child.pid}) is using ${directory}. Stop it first, or choose another directory with --data.\n`,
  );
});

test("a port that is taken is said in a sentence, exit 2, and nothing is left running", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const directory = scratch();
  const run = rungs(["serve", "--port", String(port), "--data", directory]);
  expect(await run.ended).toBe(2);
  expect(run.err()).toContain(`rungs serve: Port ${port} on 127.0.0.1 is in use. Choose another with --port, or 0 for any that is free.\n`);
  expect(standingIn(join(directory, "postgres"))).toEqual([]);
});

test("the demo prints one line of JSON once people can sign in, and takes its directory with it", async () => {
  const temporary = scratch("tmp");
  mkdirSync(temporary);
  const run = await up(rungs(["demo", "--format", "json"], { TMPDIR: temporary }));
  expect(readdirSync(temporary)).toContainEqual(expect.stringMatching(/^rungs-demo-/));
  const lines = run.out().trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const { url, organisation, apiKey, users } = JSON.parse(lines[0] ?? "") as {
    url: string;
    organisation: string;
    apiKey: string;
    users: Record<string, string>[];
  }; // checked below
  expect({ organisation, apiKey }).toEqual({ organisation: expect.stringMatching(/\w/), apiKey: expect.stringMatching(/^rungs_/) });
  expect(users.map((user) => Object.keys(user).toSorted())).toEqual(users.map(() => ["email", "password", "person", "role"]));
  const [user] = users;
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: user?.["email"], password: user?.["password"] }),
  });
  expect(signedIn.status).toBe(200);
  expect((await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${apiKey}` } })).status).toBe(200);

  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
});
