import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import type { Calibration } from "./calibration-page.tsx";
import { CaseCell } from "./case-cell.tsx";
import { CaseEditor } from "./case-editor.tsx";
import type { Cycle } from "./cycle-words.ts";

type Ladder = Calibration["ladders"][number];
export type CasesFound = Reply<"/cycles/:cycleId/calibration/cases">;
export type Case = CasesFound["items"][number];
export type Asked = CasesFound["expectations"][number];

/** People beside one another on one level; a cell opens into an editor of its value. */
export function Cases({ cycle, ladder }: { cycle: Cycle; ladder: Ladder }) {
  const busiest = ladder.levels.toSorted((a, b) => b.people - a.people)[0];
  const [level, setLevel] = useState(busiest?.id ?? "");
  const [pages, setPages] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<{ review: string; expectation: string } | null>(null);
  const [session, setSession] = useState("");
  const cursor = pages.at(-1);
  const found = useQuery({
    ...read("/cycles/:cycleId/calibration/cases", {
      cycleId: cycle.id,
      ladder: ladder.key,
      level,
      ...(cursor === undefined ? {} : { cursor }),
    }),
    enabled: level !== "",
    placeholderData: keepPreviousData,
  });
  const close = () => {
    const from = open;
    setOpen(null);
    // The keyboard goes back to the cell that it came from.
    if (from !== null) document.getElementById(`case ${from.review} ${from.expectation}`)?.focus();
  };
  return (
    <section aria-labelledby="cases">
      <div className={css.head}>
        <h2 id="cases">Case beside case</h2>
        <Select
          label="Towards"
          value={level}
          options={ladder.levels.map(({ id, title, people }) => ({ value: id, label: `${title} (${people})` }))}
          onChange={(chosen) => {
            setLevel(chosen);
            setPages([]);
            setOpen(null);
          }}
        />
      </div>
      {found.isPending ? (
        <p role="status" className={css.says}>
          Fetching the cases…
        </p>
      ) : found.isError ? (
        <p role="alert" className={css.fault}>
          {found.error.message}
        </p>
      ) : (
        <>
          {/* What is still shown of another level opens nothing: it would close again under whoever types. */}
          <div inert={found.isPlaceholderData} aria-busy={found.isPlaceholderData}>
            <Table cycle={cycle} found={found.data} open={open} onOpen={setOpen} onClose={close} session={session} onSession={setSession} />
          </div>
          <p className={css.pages}>
            {pages.length > 0 && (
              <Button kind="quiet" onClick={() => setPages(pages.slice(0, -1))}>
                Those before
              </Button>
            )}
            {found.data.next !== null && (
              <Button kind="quiet" onClick={() => setPages([...pages, found.data.next ?? ""])}>
                The next people
              </Button>
            )}
          </p>
        </>
      )}
    </section>
  );
}

function Table({
  cycle,
  found,
  open,
  onOpen,
  onClose,
  ...sitting
}: {
  cycle: Cycle;
  found: CasesFound;
  open: { review: string; expectation: string } | null;
  onOpen: (open: { review: string; expectation: string }) => void;
  onClose: () => void;
  /** In which session values are changed, for as long as the page is open; "" for none. */
  session: string;
  onSession: (id: string) => void;
}) {
  const { items, expectations, scale } = found;
  return (
    <div className={css.scroll}>
      <table className={css.cases}>
        <caption className="hidden">
          {counted(items.length, "person", "people")} towards {found.level.title}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Competency</span>
            </th>
            {items.map((item) => (
              <th key={item.reviewId} scope="col">
                <Link to="/people/$personId/gap" params={{ personId: item.person.id }}>
                  {item.person.name}
                </Link>
                <small>{item.manager?.name ?? "no manager"}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {expectations.map((expectation) => {
            const edited = open?.expectation === expectation.id ? items.find(({ reviewId }) => reviewId === open.review) : undefined;
            return (
              <Fragment key={expectation.id}>
                <tr>
                  <th scope="row">
                    {expectation.title}
                    {expectation.critical && <small className="rust italic">critical</small>}
                  </th>
                  {items.map((item) => (
                    <CaseCell
                      key={item.reviewId}
                      item={item}
                      expectation={expectation}
                      scale={scale}
                      open={edited === item}
                      onOpen={() => onOpen({ review: item.reviewId, expectation: expectation.id })}
                    />
                  ))}
                </tr>
                {edited && (
                  <tr>
                    <td colSpan={items.length + 1} className={css.editing}>
                      <CaseEditor
                        key={`${edited.reviewId} ${expectation.id}`}
                        cycle={cycle}
                        item={edited}
                        expectation={expectation}
                        scale={scale}
                        onClose={onClose}
                        {...sitting}
                      />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
