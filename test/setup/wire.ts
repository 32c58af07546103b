import { mkdtempSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export type Wire = {
  /** The folder of a socket that leads to PostgreSQL's. */
  socket: string;
  /** Kinds of messages since the last look, as PostgreSQL's protocol names them: of the client (P parses, B binds, Q is simple …) and of the server (Z: ready for the next). */
  look: () => { client: string; server: string };
  /** Breaks what is connected and takes nothing more until `mend`. */
  cut: () => Promise<void>;
  mend: () => Promise<void>;
};

/** A way to PostgreSQL that can be watched and cut. */
export async function wire(to: string): Promise<Wire> {
  const socket = mkdtempSync(join("/tmp", "rungs-wire-"));
  const open = new Set<Socket>();
  let [client, server] = ["", ""];
  const listen = () =>
    new Promise<ReturnType<typeof createServer>>((resolve) => {
      const made = createServer((from) => {
        const onward = createConnection(join(to, ".s.PGSQL.5432"));
        for (const end of [from, onward]) {
          open.add(end);
          end.on("error", () => {});
          end.on("close", () => {
            open.delete(end);
            (end === from ? onward : from).destroy();
          });
        }
        from.on(
          "data",
          reader(true, (kind) => (client += kind)),
        );
        onward.on(
          "data",
          reader(false, (kind) => (server += kind)),
        );
        from.pipe(onward);
        onward.pipe(from);
      });
      made.listen(join(socket, ".s.PGSQL.5432"), () => resolve(made));
    });
  let listener: ReturnType<typeof createServer> | undefined = await listen();
  const cut = async () => {
    const closed = new Promise<void>((resolve) => (listener ? listener.close(() => resolve()) : resolve()));
    for (const end of open) end.destroy();
    await closed;
    listener = undefined;
  };
  onTestFinished(async () => {
    await cut();
    rmSync(socket, { recursive: true, force: true });
  });
  return {
    socket,
    look: () => {
      const seen = { client, server };
      [client, server] = ["", ""];
      return seen;
    },
    cut,
    mend: async () => void (listener = await listen()),
  };
}

/** Cuts a stream into messages: a letter and a length that counts itself; the client's first has no letter. */
function reader(untitled: boolean, note: (kind: string) => void): (bytes: Buffer) => void {
  let [rest, first] = [Buffer.alloc(0), untitled];
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      if (!first) note(String.fromCharCode(rest[0] ?? 0));
      first = false;
      rest = rest.subarray(length);
    }
  };
}
