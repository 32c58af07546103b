import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { UsageError } from "../cli/command.ts";

export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

export type Listening = {
  /** With the port that was found where 0 was asked for. */
  url: string;
  /** Takes no more connections, lets requests under way finish until `enough`, then cuts what is left. */
  drain: (enough: Promise<void>) => Promise<void>;
};

/** @throws UsageError where the address is taken or not ours to use. */
export async function listen(fetch: Fetch, host: string, port: number): Promise<Listening> {
  // An HTTP/1 server, for nothing else was asked for.
  const server = createAdaptorServer({ fetch, hostname: host }) as Server;
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 65_000; // longer than proxies keep theirs, or they would send into a closing connection
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const found = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${shown(host)}:${found}`,
    drain: async (enough) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A kept-alive connection becomes idle when its reply has ended, and would else be held open.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      void enough.then(() => server.closeAllConnections());
      await closed;
      clearInterval(sweep);
    },
  };
}

/** What a browser on this machine types: a wildcard is no address, and an IPv6 one stands in brackets. */
const shown = (host: string) =>
  host === "0.0.0.0" || host === "::" || host === "" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;

function refused(error: Error, host: string, port: number): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new UsageError(`Port ${port} on ${host} is in use. Choose another with --port, or 0 for any that is free.`);
  if (code === "EACCES")
    return new UsageError(
      `Port ${port} on ${host} may not be used by us. Ports below 1024 belong to the administrator; put a proxy in front.`,
    );
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return new UsageError(`${host} is not an address of this machine.`);
  return error;
}
