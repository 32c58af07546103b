import { readFileSync, globSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { Framework } from "../document.ts";
import { escapeHtml, htmlPage } from "./html.ts";
import { writeMarkdown } from "./markdown.ts";
import { readYaml } from "./yaml.ts";

const templates = globSync("templates/*.yaml").map((file) => Framework.parse(readYaml(readFileSync(file)).value));
const textsOf = (framework: Framework): string[] => [
  framework.title,
  ...framework.levels.flatMap((level) => [
    level.title,
    ...(level.scope ? [level.scope] : []),
    ...level.expectations.flatMap(({ markers }) => markers),
  ]),
];

/** A ladder that says in every place what a page must not take for its own signs. */
const hostile = Framework.parse({
  rungs: "framework@1",
  id: "hostile",
  kind: "ladder",
  title: `<script>alert("1")</script>`,
  language: "en",
  description: "</style>\n\n- no list\n1. none",
  source: { title: "a", url: "https://example.org/?a=1&b=%22", licence: "x & y" },
  scale: [
    { value: 1, label: "*no*" },
    { value: 2, label: "yes | no" },
  ],
  domains: [{ id: "d", title: "# D" }],
  competencies: [{ id: "c", domain: "d", title: "[c](javascript:alert(1))" }],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "l",
      rank: 1,
      track: "core",
      title: "</script><img src=x onerror=alert(1)>",
      expectations: [{ id: "e", competency: "c", target: 2, markers: ["`a` <b>b</b> \\"] }],
    },
  ],
});

describe("a page to read", () => {
  test.each(templates)("$id: its HTML says every title, scope and marker", (framework) => {
    const page = htmlPage({ framework });
    for (const text of textsOf(framework)) for (const part of text.trim().split(/\n+/)) expect(page).toContain(escapeHtml(part));
  });

  test("lets no text become markup, in the body or in the data for machines", () => {
    const page = htmlPage({ framework: hostile });
    expect(page).not.toContain("<img");
    expect(page).not.toContain('alert("1")');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toContain('href="javascript:');
    const data: unknown = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? "");
    expect(data).toMatchObject({
      "@type": "DefinedTermSet",
      name: hostile.title,
      license: "x & y",
      hasDefinedTerm: [{ name: hostile.levels[0]?.title }],
    });
  });

  test("Markdown keeps every table to its columns and takes no text for a sign", () => {
    const text = writeMarkdown(hostile);
    expect(text).toContain(String.raw`\[c\](javascript:alert(1))`);
    expect(text).toContain(String.raw`\- no list`);
    expect(text).toContain(String.raw`\`a\` \<b\>b\</b\>`);
    expect(text.split("\n").filter((line) => line.startsWith("<"))).toEqual([]);
  });

  test("is made of any framework, the same each time, with a public page that says whose it is", () => {
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        const published = {
          organisation: "Fernhithe & Sons",
          version: 2,
          effectiveOn: "2026-03-09",
          url: "https://rungs.example/public/fernhithe/x",
        };
        const page = htmlPage({ framework, published });
        expect(page).toBe(htmlPage({ framework, published }));
        expect(page).toContain("Fernhithe &amp; Sons, version 2, in force since 9 March 2026");
        const tables = writeMarkdown(framework)
          .split("\n\n")
          .filter((block) => block.includes("\n| ---"));
        for (const table of tables) {
          const widths = table
            .split("\n")
            .filter((line) => line.startsWith("|"))
            .map((line) => line.replaceAll(/\\./g, "").split("|").length);
          expect(new Set(widths).size).toBe(1);
        }
      }),
      { numRuns: 50 },
    );
  });
});
