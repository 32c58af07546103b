import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { counted } from "../../../web/parts/words.ts";
import { typedTo, type Node, type Row } from "./chart-rows.ts";
import s from "./chart.module.css";

/** How long somebody may pause between the letters of a name, in ms. */
const PAUSE = 700;

const spanOf = ({ reports, below }: Node): string =>
  reports === 0 ? "" : below > reports ? `${counted(reports, "report")}, ${below} in all` : counted(reports, "report");

const labelOf = (row: Row): string =>
  "node" in row
    ? [row.node.name, row.node.place?.levelTitle, row.node.team, spanOf(row.node)].filter(Boolean).join(", ")
    : `Show ${counted(row.left, "more person", "more people")}`;

/**
 * People on rails: whoever reports to somebody hangs on the rail below them. Arrow keys, Home, End and letters go through it;
 * right opens, left closes or goes up, Enter opens the person's page, Shift and Enter looks at them alone.
 */
export function ChartTree({
  rows,
  label,
  at,
  onAt,
  onToggle,
  onMore,
  onFocus,
}: {
  rows: readonly Row[];
  label: string;
  /** The row that has the keyboard, by its key; the first where it is not there. */
  at: string | null;
  /** @param taken by the keyboard, which then goes to the row. */
  onAt: (key: string) => void;
  onToggle: (id: string, open: boolean) => void;
  onMore: (parent: string, cursor: string) => void;
  onFocus: (id: string) => void;
}) {
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const typed = useRef({ letters: "", at: 0 });
  const index = Math.max(
    0,
    rows.findIndex(({ key }) => key === at),
  );
  const current = rows[index];
  const key = current?.key ?? null;
  useEffect(() => {
    if (held && key !== null) list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus();
  }, [held, key]);

  const go = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (row !== undefined) onAt(row.key);
  };
  const act = (row: Row, alone: boolean) => {
    if (!("node" in row)) onMore(row.parent, row.more);
    else if (alone) onFocus(row.node.id);
    else void navigate({ to: "/people/$personId", params: { personId: row.node.id } });
  };
  const onKey = (event: KeyboardEvent) => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isNode = "node" in current;
    const opens = isNode && current.node.reports > 0;
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => {
        if (opens && current.open) go(index + 1);
        else if (opens) onToggle(current.node.id, true);
      },
      ArrowLeft: () => {
        if (isNode && current.open) onToggle(current.node.id, false);
        else if (rows.some(({ key }) => key === current.parent)) onAt(current.parent);
      },
      " ": () => opens && onToggle(current.node.id, !current.open),
      Enter: () => act(current, event.shiftKey),
    };
    const move = moves[event.key];
    if (move === undefined && (event.key.length !== 1 || !/\p{L}/u.test(event.key))) return;
    event.preventDefault();
    if (move !== undefined) return move();
    const now = event.timeStamp;
    typed.current = { letters: (now - typed.current.at > PAUSE ? "" : typed.current.letters) + event.key, at: now };
    const to = typedTo(rows, index, typed.current.letters);
    if (to !== -1) go(to);
  };

  return (
    <div
      ref={list}
      role="tree"
      tabIndex={-1}
      aria-label={label}
      className={s.tree}
      onKeyDown={onKey}
      onFocus={() => setHeld(true)}
      onBlur={(event) => setHeld(event.currentTarget.contains(event.relatedTarget))}
    >
      {rows.map((row, each) => (
        <div
          key={row.key}
          role="treeitem"
          aria-label={labelOf(row)}
          aria-level={row.level}
          aria-posinset={row.position}
          aria-setsize={row.size}
          aria-expanded={"node" in row && row.node.reports > 0 ? row.open : undefined}
          aria-busy={"node" in row && row.waits ? true : undefined}
          tabIndex={each === index ? 0 : -1}
          className={s.row}
          data-row={row.key}
          onFocus={(event) => event.target === event.currentTarget && row.key !== at && onAt(row.key)}
        >
          {row.rails.map((goesOn, level) => (
            // One for each level above, in order.
            <span key={level} className={goesOn ? s.rail : s.gap} />
          ))}
          {"node" in row ? <Person row={row} onToggle={onToggle} onFocus={onFocus} /> : <More row={row} onMore={onMore} />}
        </div>
      ))}
    </div>
  );
}

function Person({
  row,
  onToggle,
  onFocus,
}: {
  row: Extract<Row, { node: Node }>;
  onToggle: (id: string, open: boolean) => void;
  onFocus: (id: string) => void;
}) {
  const { node, open, last } = row;
  return (
    <>
      <span className={last ? `${s.bead} ${s.last}` : s.bead} />
      <span className={open ? `${s.words} ${s.open}` : s.words}>
        {node.reports > 0 && (
          <button
            type="button"
            tabIndex={-1}
            className={s.toggle}
            aria-label={`${open ? "Close" : "Open"} what is below ${node.name}`}
            onClick={() => onToggle(node.id, !open)}
          >
            <span className={open ? s.minus : s.plus} />
          </button>
        )}
        <span className={s.who}>
          <Link to="/people/$personId" params={{ personId: node.id }} tabIndex={-1}>
            {node.name}
          </Link>{" "}
          <small>{[node.place?.levelTitle, node.team].filter(Boolean).join(", ")}</small>
        </span>{" "}
        {node.reports > 0 && <span className={s.span}>{spanOf(node)}</span>}
        <button
          type="button"
          tabIndex={-1}
          className={`${s.alone} ${s.only}`}
          aria-label={`Look at ${node.name} alone`}
          onClick={() => onFocus(node.id)}
        />
      </span>
    </>
  );
}

function More({ row, onMore }: { row: Extract<Row, { more: string }>; onMore: (parent: string, cursor: string) => void }) {
  return (
    <>
      <span className={`${s.bead} ${s.last} ${s.openEnd}`} />
      <span className={s.words}>
        <button type="button" tabIndex={-1} className={s.alone} onClick={() => onMore(row.parent, row.more)}>
          Show {counted(row.left, "more person", "more people")}
        </button>
      </span>
    </>
  );
}
