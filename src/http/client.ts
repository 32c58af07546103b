import type { z } from "zod";

type Declared = { method: string; path: string; input: z.ZodType; output: z.ZodType };
type At<Api extends Declared, M, P> = Extract<Api, { method: M; path: P }>;

/** A problem document that came back: `code` is its ProblemCode, `problems` the faults named by pointer. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly { code: string; path: string; message: string }[];
  readonly requestId: string | null;
  /** With code "stale": the thing as it stands now. */
  readonly current: unknown;
  constructor(status: number, code: string, detail: string, problems: ApiError["problems"], requestId: string | null, current?: unknown) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.problems = problems;
    this.requestId = requestId;
    this.current = current;
  }
}

const fileIn = async (response: Response, disposition: string) => ({
  name: decodeURIComponent(/filename\*=UTF-8''([^;]*)/.exec(disposition)?.[1] ?? ""),
  mediaType: response.headers.get("content-type") ?? "",
  content: new Uint8Array(await response.arrayBuffer()),
});

/**
 * The one typed client: the web app, the CLI and the tests all call the API through it. Types come from the routes by
 * `import type`; no server code is bundled.
 *
 * @param send fetch, bound to an origin and its credentials; the path it gets starts with /api/v1.
 */
export const client =
  <Api extends Declared>(send: (path: string, init: RequestInit) => Response | Promise<Response>) =>
  async <M extends Api["method"], P extends Extract<Api, { method: M }>["path"]>(
    method: M,
    path: P,
    input: z.input<At<Api, M, P>["input"]>,
    options: { signal?: AbortSignal; headers?: Record<string, string> } = {},
  ): Promise<z.output<At<Api, M, P>["output"]>> => {
    const rest: Record<string, unknown> = { ...(input as object) }; // every input is a z.object
    let url =
      "/api/v1" +
      path.replace(/:(\w+)/g, (_, name: string) => {
        const value = encodeURIComponent(String(rest[name]));
        delete rest[name];
        return value;
      });
    const bodyless = method === "GET" || method === "DELETE";
    if (bodyless) {
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(rest))
        if (value !== undefined && value !== null) query.set(key, typeof value === "string" ? value : JSON.stringify(value));
      if (query.size > 0) url += `?${query}`;
    }
    const response = await send(url, {
      method,
      headers: { accept: "application/json", ...(bodyless ? {} : { "content-type": "application/json" }), ...options.headers },
      ...(bodyless ? {} : { body: JSON.stringify(rest) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const disposition = response.ok ? response.headers.get("content-disposition") : null;
    const reply: unknown =
      response.status === 204 ? null : disposition === null ? await response.json().catch(() => null) : await fileIn(response, disposition);
    if (!response.ok) {
      // A proxy may answer instead of Rungs: nothing in the body can be relied on.
      const problem = (reply ?? {}) as {
        code?: string;
        detail?: string;
        title?: string;
        problems?: ApiError["problems"];
        current?: unknown;
      };
      throw new ApiError(
        response.status,
        problem.code ?? "unavailable",
        problem.detail ?? problem.title ?? response.statusText,
        problem.problems ?? [],
        response.headers.get("x-request-id"),
        problem.current,
      );
    }
    return reply as z.output<At<Api, M, P>["output"]>; // parsed by the same schema on the server's way out
  };
