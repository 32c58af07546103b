/**
 * One line per request. No address, no name, no query and no id of a person: the route is written as declared
 * (`/people/:personId`), and the request id leads to the audit log, where those who may can read more.
 */
export type LogLine = {
  at: string;
  level: "info" | "warn" | "error";
  requestId: string;
  method: string;
  route: string;
  status: number;
  ms: number;
  actor?: "person" | "key" | "nobody";
  code?: string;
  /** What went wrong on our side: never sent to the client. */
  error?: string;
};
export type Log = (line: LogLine) => void;

export const silent: Log = () => {};

/** Lines as JSON, gathered for a tenth of a second: a write per request would cost more than the request's own routing. */
export function jsonLog(write: (text: string) => void): Log & { flush: () => void } {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (lines.length > 0) write(lines.join(""));
    lines = [];
  };
  const log = (line: LogLine) => {
    lines.push(JSON.stringify(line) + "\n");
    if (line.level === "error" || lines.length >= 1000) flush();
    else timer ??= setTimeout(flush, 100).unref();
  };
  return Object.assign(log, { flush });
}
