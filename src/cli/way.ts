import { ApiError } from "../http/client.ts";
import { UsageError, type Io } from "./command.ts";

/** What asks an application: over the wire, or within this command. */
export type Way = { send: (path: string, init: RequestInit) => Promise<Response>; stop: () => Promise<void> };
type Flags = {
  url?: string | undefined;
  data?: string | undefined;
  "database-url"?: string | undefined;
  organisation?: string | undefined;
};
/** Opens a database, for whoever names no address. */
export type Directly = (
  flags: { data: string | undefined; databaseUrl: string | undefined; organisation: string | undefined },
  io: Io,
) => Promise<Way>;

export const wayOptions = {
  url: { type: "string" },
  data: { type: "string" },
  "database-url": { type: "string" },
  organisation: { type: "string" },
} as const;

/** For `--help`. */
export const wayHelp = [
  "--url      where Rungs runs, such as http://127.0.0.1:4200; RUNGS_API_KEY holds a key of yours. Without it the database",
  "           is opened: --data, or --database-url (RUNGS_DATA, RUNGS_DATABASE_URL), and --organisation where it has several.",
];

/** @throws UsageError where the address is none, there is no key, or the database cannot be opened. */
export async function wayOf(values: Flags, io: Io, directly: Directly): Promise<Way> {
  if (values.url === undefined)
    return directly({ data: values.data, databaseUrl: values["database-url"], organisation: values.organisation }, io);
  const base = URL.canParse(values.url) ? new URL(values.url) : null;
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new UsageError(`“${values.url}” is no address such as http://127.0.0.1:4200.`);
  const key = io.env["RUNGS_API_KEY"];
  if (key === undefined || key === "") throw new UsageError("Set RUNGS_API_KEY to a key that may do this.");
  return {
    send: (path, init) =>
      fetch(new URL(path, base), {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${key}` },
      }),
    stop: async () => {},
  };
}

/** The reply; what is refused, or cannot be reached, as a sentence. @throws UsageError */
export async function replied<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ApiError)
      throw new UsageError(
        [error.message, ...error.problems.map(({ message }) => message).filter((message) => message !== error.message)].join(" "),
        { cause: error },
      );
    if (error instanceof TypeError) throw new UsageError("Rungs cannot be reached at this address.", { cause: error });
    throw error;
  }
}
