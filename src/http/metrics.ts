import { hash, timingSafeEqual } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { LogLine } from "./log.ts";

/** Upper ends of the classes that the times of requests fall into, in seconds. */
const CLASSES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Times = { classes: number[]; sum: number; count: number };

export type Metrics = {
  /** Counts a request; what is counted are routes as declared, so no person and no address is in it. */
  note: (line: LogLine) => void;
  /**
   * In the text format of Prometheus.
   *
   * @param more gauges that are known elsewhere, by name; null leaves one out.
   */
  text: (more: Readonly<Record<string, { help: string; value: number | null }>>) => string;
};

export function metrics(version: string): Metrics {
  const requests = new Map<string, number>();
  const times = new Map<string, Times>();
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  return {
    note: ({ method, route, status, ms }) => {
      const at = `method="${method}",route="${escaped(route)}"`;
      const labels = `${at},status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      let found = times.get(at);
      if (!found) times.set(at, (found = { classes: CLASSES.map(() => 0), sum: 0, count: 0 }));
      const seconds = ms / 1000;
      for (const [index, end] of CLASSES.entries()) if (seconds <= end) found.classes[index] = (found.classes[index] ?? 0) + 1;
      found.sum += seconds;
      found.count += 1;
    },
    text: (more) => {
      const { rss, heapUsed } = process.memoryUsage();
      const slowest = lag.max / 1e9;
      lag.reset();
      const gauges: Parameters<Metrics["text"]>[0] = {
        process_start_time_seconds: { help: "When this server began, since 1970.", value: Math.round(performance.timeOrigin / 1000) },
        process_resident_memory_bytes: { help: "Memory of this server, without its database's.", value: rss },
        nodejs_heap_size_used_bytes: { help: "Memory that objects take.", value: heapUsed },
        nodejs_eventloop_lag_max_seconds: { help: "The longest that anything waited since the last look.", value: slowest },
        ...more,
      };
      return [
        "# HELP rungs_info Which version this is.",
        "# TYPE rungs_info gauge",
        `rungs_info{version="${escaped(version)}"} 1`,
        ...Object.entries(gauges).flatMap(([name, { help, value }]) =>
          value === null ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`],
        ),
        "# HELP rungs_http_requests_total Requests that were answered.",
        "# TYPE rungs_http_requests_total counter",
        ...[...requests].map(([labels, count]) => `rungs_http_requests_total{${labels}} ${count}`),
        "# HELP rungs_http_request_duration_seconds How long answering took.",
        "# TYPE rungs_http_request_duration_seconds histogram",
        ...[...times].flatMap(([labels, { classes, sum, count }]) => [
          ...CLASSES.map((end, index) => `rungs_http_request_duration_seconds_bucket{${labels},le="${end}"} ${classes[index] ?? 0}`),
          `rungs_http_request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`,
          `rungs_http_request_duration_seconds_sum{${labels}} ${sum}`,
          `rungs_http_request_duration_seconds_count{${labels}} ${count}`,
        ]),
        "",
      ].join("\n");
    },
  };
}

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Whether a request carries this token, in a time that says nothing about how much of it was right. */
export function carries(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", token, "buffer"));
}
