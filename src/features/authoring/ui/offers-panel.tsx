import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import type { Change } from "../../../core/framework/diff.ts";
import { lineKey, linesOf, type Line } from "../../../core/framework/lines.ts";
import { taking } from "../../../core/framework/offers.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { DiffLine, DiffList } from "../../../web/parts/diff-list.tsx";
import { capital, counted, listed, spoken } from "../../../web/parts/words.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { Told } from "./newer-words.tsx";
import css from "./offers.module.css";

type Offers = Reply<"/frameworks/:slug/offers">;
type Library = Offers["libraries"][number];
type Origin = NonNullable<Offers["origin"]>;
type Take = (changes: readonly Change[]) => void;

/** What the libraries and the origin of a ladder have changed since, to be taken over or left. Nothing stands here where nothing has. */
export function OffersPanel({ slug }: { slug: string }) {
  const { writes } = useEditor();
  const store = useDraft("head");
  const id = useId();
  const [open, setOpen] = useState(false);
  const offers = useQuery({ ...read("/frameworks/:slug/offers", { slug }), enabled: writes });
  const { refetch } = offers;
  const saved = store.saved === "saved" ? store.savedAt : null;
  // What was taken, or taken back, is offered no more or again once it is saved.
  useEffect(() => void (open && saved !== null && refetch()), [open, saved, refetch]);
  if (!writes || offers.data === undefined) return null;
  const { libraries, origin } = offers.data;
  const sentences = [...libraries.map(ofLibrary), ...(origin === null ? [] : [ofOrigin(origin)])];
  if (sentences.length === 0) return null;
  return (
    <section className={css.offers} aria-label="What this is made of has changed">
      <p>
        {sentences.join(" ")}{" "}
        <button type="button" className={css.look} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? "Close" : "See what changed"}
        </button>
      </p>
      <div id={id} hidden={!open}>
        {open && (
          <>
            {libraries.map((library) => (
              <FromLibrary key={library.library} library={library} take={(changes) => store.write(changes)} />
            ))}
            {origin && <FromOrigin slug={slug} origin={origin} take={(changes) => store.write(changes)} />}
          </>
        )}
      </div>
    </section>
  );
}

const ofLibrary = ({ title, version, competencies }: Library) =>
  `${title} has come to version ${version}: ${spoken(competencies.length)} ${competencies.length === 1 ? "competency is" : "competencies are"} inherited from an earlier one.`;
const allOf = (count: number) => (count === 2 ? "Take both" : `Take all ${spoken(count)}`);
const ofOrigin = ({ title, version }: Origin) =>
  `${title}${version === null ? "" : `, now in version ${version}`}, which this was begun from, has changed since.`;

function FromLibrary({ library, take }: { library: Library; take: Take }) {
  const { title, version, competencies } = library;
  const open = competencies.filter(({ gone }) => !gone);
  return (
    <div className={css.from}>
      <h2>
        {title}, version {version}
      </h2>
      <ul>
        {competencies.map((newer) => (
          <li key={newer.id} className={css.item}>
            <h3>{newer.title}</h3>
            <Told newer={newer} />
            {!newer.gone && (
              <Button kind="quiet" onClick={() => take([taking(newer)])}>
                Take it<span className="hidden">: {newer.title}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open.length > 1 && <Button onClick={() => take(open.map(taking))}>{allOf(open.length)}</Button>}
    </div>
  );
}

function FromOrigin({ slug, origin, take }: { slug: string; origin: Origin; take: Take }) {
  const store = useDraft("any");
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => api("POST", "/frameworks/:slug/offers/leave", { slug, hash: origin.hash }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => path === "/frameworks/:slug/offers" }),
  });
  const linesIn = (told: Origin["free"]) => linesOf({ ...told, classes: {} }, store.shown, store.shown);
  const [free, against] = [linesIn(origin.free), linesIn(origin.against)];
  return (
    <div className={css.from}>
      <h2>{origin.title}</h2>
      {free.length > 0 && (
        <Lines
          label={`What changed in ${origin.title}`}
          lines={free}
          changes={origin.free.changes}
          say="Take it"
          take={take}
          heading="h3"
        />
      )}
      {against.length > 0 && (
        <>
          <h3>{capital(counted(against.length, "thing"))} you have written yourself since</h3>
          <p className={css.quiet}>What is struck through is yours, and stays unless you take the other.</p>
          <Lines
            heading="h4"
            label="What would replace your own words"
            lines={against}
            changes={origin.against.changes}
            say="Take theirs"
            take={take}
          />
        </>
      )}
      <div className={css.acts}>
        {free.length > 1 && <Button onClick={() => take(origin.free.changes)}>{allOf(free.length)}</Button>}
        <Button kind="quiet" busy={leave.isPending && "Leaving it…"} onClick={() => leave.mutate()}>
          Leave what I have not taken
        </Button>
      </div>
      {leave.isError && (
        <p role="alert" className={css.fault}>
          {leave.error.message}
        </p>
      )}
      {free.length + against.length === 0 && <p className={css.quiet}>Everything of it is taken.</p>}
    </div>
  );
}

function Lines({
  label,
  lines,
  changes,
  say,
  take,
  heading,
}: {
  label: string;
  heading: "h3" | "h4";
  lines: readonly Line[];
  changes: readonly Change[];
  say: string;
  take: Take;
}) {
  return (
    <DiffList label={label}>
      {lines.map((line) => (
        <DiffLine
          key={line.key}
          line={line}
          heading={heading}
          beside={
            <Button kind="quiet" onClick={() => take(changes.filter((change) => lineKey(change) === line.key))}>
              {say}
              <span className="hidden">: {listed([line.name, ...(line.where === null ? [] : [line.where])])}</span>
            </Button>
          }
        />
      ))}
    </DiffList>
  );
}
