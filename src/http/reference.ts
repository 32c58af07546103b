import { z } from "zod";
import { problems } from "../core/problem.ts";
import { operationId, tagOf } from "./openapi.ts";
import { status } from "./problem.ts";
import type { AnyRoute } from "./route.ts";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const css = `
:root { color-scheme: light dark; --ink: light-dark(#1d1d1b, #e9e6df); --soft: light-dark(#5d5b55, #a9a59b); --paper: light-dark(#fbfaf7, #171715); --line: light-dark(#d9d5cb, #3a3934); }
body { margin: 0 auto; padding: 2rem 1.25rem 5rem; max-width: 54rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.75rem; } h2 { margin-top: 3rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.25rem; } h3 { margin: 2rem 0 .25rem; font-size: 1rem; }
a { color: inherit; } code, h3 { font-family: ui-monospace, monospace; overflow-wrap: anywhere; } code { font-size: .9em; }
p { margin: .35rem 0; } .soft { color: var(--soft); }
table { width: 100%; border-collapse: collapse; margin: .5rem 0; } th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-size: .925rem; } th { font-weight: 600; }
details { margin: .5rem 0; } summary { cursor: pointer; } pre { overflow: auto; padding: .75rem; border: 1px solid var(--line); font-size: .85rem; }
ul.toc { padding: 0; list-style: none; columns: 16rem; }
`;

/** The reference that people read, from the same routes as /api/v1/openapi.json. One page, no script. */
export function referencePage(routes: readonly AnyRoute[], version: string, nonce: string): string {
  const tags = [...new Set(routes.map(tagOf))];
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rungs API</title><style nonce="${nonce}">${css}</style></head><body>
<h1>Rungs API</h1>
<p>Version ${escape(version)}. All paths are below <code>/api/v1</code>; requests and replies are JSON. The same for programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<p>Programs send <code>Authorization: Bearer rungs_…</code>, a key with scopes and an expiry; browsers have a session cookie, which
<code>POST /api/auth/sign-in/email</code> with <code>email</code> and <code>password</code> gives and <code>POST /api/auth/sign-out</code> takes back. Lists are paged: send the
<code>next</code> of one reply as <code>cursor</code> of the following request. Times are RFC 3339 in UTC, dates YYYY-MM-DD. Every reply has an
<code>X-Request-Id</code>. What you may not see is answered as if it were not there.</p>
<ul class="toc">${tags.map((tag) => `<li><a href="#${tag}">${escape(tag)}</a></li>`).join("")}<li><a href="#problems">Problems</a></li></ul>
${tags
  .map(
    (tag) =>
      `<h2 id="${tag}">${escape(tag)}</h2>${routes
        .filter((route) => tagOf(route) === tag)
        .map(section)
        .join("")}`,
  )
  .join("\n")}
<h2 id="problems">Problems</h2>
<p>Everything that goes wrong is a problem document (RFC 9457): <code>title</code>, <code>status</code>, <code>detail</code>, <code>code</code>, and for each
fault of what was sent one of <code>problems</code> with <code>code</code>, <code>path</code> (JSON Pointer) and <code>message</code>.</p>
<table><tr><th>code</th><th>status</th><th>meaning</th></tr>${Object.entries(problems)
    .map(
      ([code, sentence]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status[code as keyof typeof status]}</td><td>${escape(sentence)}</td></tr>`,
    )
    .join("")}</table>
</body></html>`;
}

type Field = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  default?: unknown;
  description?: string;
  anyOf?: Field[];
};

function section(route: AnyRoute): string {
  const input = z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" });
  const fields = Object.entries(input.properties ?? {});
  const reply = z.toJSONSchema(route.output, { io: "output", unrepresentable: "any" });
  const { $schema: _dialect, ...shape } = reply;
  return `<h3 id="${operationId(route)}">${route.method} ${escape(route.path)}</h3>
<p>${escape(route.summary)}.</p>
<p class="soft">${route.open ? "No sign-in needed." : `Permission <code>${route.allow}</code>.`} ${
    "action" in route.audit
      ? `Recorded as <code>${route.audit.action}</code>${route.audit.when === "others" ? " where it is about somebody else" : ""}.`
      : ""
  }</p>
${
  fields.length === 0
    ? ""
    : `<table><tr><th>field</th><th>kind</th><th></th></tr>${fields
        // zod writes a boolean only for what can be anything or nothing
        .map(([name, field]) => row(name, (typeof field === "boolean" ? {} : field) as Field, input.required?.includes(name) === true))
        .join("")}</table>`
}
<details><summary>Reply</summary><pre>${escape(JSON.stringify(shape, null, 2))}</pre></details>`;
}

function row(name: string, field: Field, required: boolean): string {
  const fallback = field.default === undefined ? "" : ` Default <code>${escape(JSON.stringify(field.default))}</code>.`;
  return `<tr><td><code>${escape(name)}</code>${required ? "" : ' <span class="soft">optional</span>'}</td><td>${escape(kindOf(field))}</td><td>${escape(field.description ?? "")}${fallback}</td></tr>`;
}

function kindOf(field: Field): string {
  if (field.enum) return field.enum.join(" | ");
  if (field.const !== undefined) return JSON.stringify(field.const);
  if (field.anyOf) return field.anyOf.map(kindOf).join(" | ");
  return [field.format ?? (Array.isArray(field.type) ? field.type.join(" | ") : field.type) ?? "any"].join("");
}
