import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { useRestInert } from "../../../web/parts/rest-inert.ts";
import css from "./export-menu.module.css";

const kinds = [
  { format: "xlsx", name: "Workbook", use: "to write in with a spreadsheet program and bring back" },
  { format: "csv", name: "Table", use: "what each level asks, one row each" },
  { format: "yaml", name: "YAML", use: "for a repository, and the rungs command" },
  { format: "json", name: "JSON", use: "for programs" },
  { format: "case", name: "CASE 1.1", use: "for other systems that hold frameworks" },
  { format: "html", name: "Page", use: "to read without Rungs" },
  { format: "markdown", name: "Markdown", use: "as text" },
] as const;

/** A ladder as a file, in every format there is; and the way back in, for whoever may write. @param version the one being read; the draft, or the one in force where absent. */
export function ExportMenu({ slug, version }: { slug: string; version?: string | undefined }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const ladder = useQuery(
    read("/frameworks/:slug/versions/:version", { slug, version: version === undefined ? "latest" : Number(version) }),
  ).data;

  useRestInert(box, open);
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !box.current?.contains(event.target as Node)) setOpen(false); // what is clicked is a node
    };
    document.addEventListener("keydown", away);
    document.addEventListener("pointerdown", away);
    return () => {
      document.removeEventListener("keydown", away);
      document.removeEventListener("pointerdown", away);
    };
  }, [open]);

  return (
    <div className={css.export} ref={box}>
      <Button aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        Export
      </Button>
      {open && (
        <div id={id} className={css.menu}>
          <ul aria-label="Export as">
            {kinds.map(({ format, name, use }) => (
              <li key={format}>
                <a
                  href={`/api/v1/frameworks/${encodeURIComponent(slug)}/export?format=${format}${version === undefined ? "" : `&version=${version}`}`}
                  download
                  onClick={() => setOpen(false)}
                >
                  {name}
                  <small>{use}</small>
                </a>
              </li>
            ))}
          </ul>
          {ladder?.can.edit && (
            <Link to="/ladders/$slug/import" params={{ slug }} className={css.way}>
              Import a file
              <small>into the draft, after you have seen what it changes</small>
            </Link>
          )}
        </div>
      )}
    </div>
  );
}
