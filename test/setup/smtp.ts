import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type Arrived = { to: string; from: string; raw: string };
export type SmtpServer = {
  url: string;
  /** What it has taken, the first first. */
  arrived: Arrived[];
  /** What it says next to a command such as "RCPT" or "DATA", or to the end of a message ("."); null closes the line instead. */
  answers: Map<string, string | null>;
  /** Called when a whole message is in, before it is answered. */
  onMessage: (message: Arrived) => void | Promise<void>;
};

/** A mail server of the test's own on loopback, that takes everything unless told otherwise. */
export async function smtpServer(): Promise<SmtpServer> {
  const server = createServer((socket) => converse(socket, made));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket.on("close", () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The mail server of the test has no port.");
  const made: SmtpServer = { url: `smtp://127.0.0.1:${address.port}`, arrived: [], answers: new Map(), onMessage: () => {} };
  return made;
}

function converse(socket: Socket, server: SmtpServer): void {
  let [text, from, to] = ["", "", ""];
  let inMessage = false;
  let turn: Promise<void> = Promise.resolve();
  socket.on("error", () => {});
  const say = (line: string) => void socket.write(`${line}\r\n`);
  say("220 mail.test");
  socket.on("data", (bytes) => {
    text += bytes.toString("utf8");
    turn = turn.then(take);
  });

  async function take(): Promise<void> {
    for (;;) {
      const end = inMessage ? text.indexOf("\r\n.\r\n") : text.indexOf("\r\n");
      if (end === -1) return;
      const line = text.slice(0, end);
      text = text.slice(end + (inMessage ? 5 : 2));
      if (inMessage) {
        inMessage = false;
        const message = { from, to, raw: line };
        await server.onMessage(message);
        if (answer(".", "250 taken")) server.arrived.push(message);
        continue;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "EHLO") answer("EHLO", "250 mail.test");
      else if (verb === "MAIL") answer("MAIL", "250 ok", () => (from = addressIn(line)));
      else if (verb === "RCPT") answer("RCPT", "250 ok", () => (to = addressIn(line)));
      else if (verb === "DATA") answer("DATA", "354 go on", () => (inMessage = true));
      else if (verb === "QUIT") socket.end("221 bye\r\n");
      else answer(verb, "250 ok");
    }
  }

  /** @returns whether it was taken. */
  function answer(what: string, usual: string, then: () => void = () => {}): boolean {
    const told = server.answers.has(what) ? (server.answers.get(what) ?? null) : usual;
    if (told === null) {
      socket.destroy();
      return false;
    }
    const taken = /^[23]/.test(told);
    if (taken) then();
    say(told);
    return taken;
  }
}

const addressIn = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? "";
