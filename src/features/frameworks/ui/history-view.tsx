import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { longDate, shortDate } from "../../../web/parts/words.ts";
import { type Ladder, useLadder } from "./ladder-data.ts";
import css from "./history.module.css";

type Version = Ladder["versions"][number];

/** Every version that was published, hung on a rail with the newest on top, and any two of them to compare. */
export function HistoryView() {
  const ladder = useLadder().data;
  const slug = ladder?.slug ?? "";
  const drafts = useQuery({ ...read("/drafts", { limit: 200 }), enabled: ladder !== undefined }).data;
  const stewards = useQuery({ ...read("/frameworks/:slug/stewards", { slug }), enabled: ladder !== undefined }).data;
  if (!ladder) return null;
  const { versions } = ladder;
  const draft = drafts?.items.find((each) => each.slug === slug);
  return (
    <div className={css.page}>
      <div className={css.main}>
        {versions.length > 1 && <Pick slug={slug} versions={versions} />}
        <ol className={css.rail} aria-label="Versions, the newest first">
          {draft && (
            <li className={css.open}>
              <h2>
                A draft is open
                <small>
                  {draft.state === "in-review" ? "in review" : "being written"}
                  {draft.updatedBy && `, last by ${draft.updatedBy.name}`} on {shortDate(draft.updatedAt)}
                </small>
              </h2>
              {draft.baseVersion !== null && (
                <p>
                  <Link to="/ladders/$slug/history/compare" params={{ slug }} search={{ from: "latest", to: "draft" }}>
                    What it changes
                  </Link>
                </p>
              )}
            </li>
          )}
          {versions.map((version, index) => (
            <Rung key={version.version} slug={slug} version={version} before={versions[index + 1]} moves={stewards?.can.steward === true} />
          ))}
        </ol>
      </div>
      {stewards && (
        <aside className={css.margin} aria-label="Who looks after it">
          <h2>Who looks after it</h2>
          <p>
            {stewards.owner ? (
              <>
                <b>{stewards.owner.name}</b> owns this ladder.
              </>
            ) : (
              "Nobody owns this ladder yet."
            )}
          </p>
          <p>
            <Link to="/ladders/$slug/stewards" params={{ slug }}>
              {stewards.can.steward ? "Choose who writes, reviews and publishes it" : "Who writes, reviews and publishes it"}
            </Link>
          </p>
        </aside>
      )}
    </div>
  );
}

function Rung({ slug, version, before, moves }: { slug: string; version: Version; before: Version | undefined; moves: boolean }) {
  const current = version.state === "published";
  return (
    <li aria-current={current ? "true" : undefined} className={current ? css.current : undefined}>
      <h2>
        <Link to="/ladders/$slug" params={{ slug }} search={current ? {} : { version: String(version.version) }}>
          Version {version.version}
        </Link>
        <small>
          {current ? "in force since" : "from"} {longDate(version.effectiveOn)}
        </small>
      </h2>
      {version.reason !== null && <p className={css.reason}>{version.reason}</p>}
      <p className={css.meta}>
        <span>
          Published{version.publishedBy !== null && ` by ${version.publishedBy}`} on {longDate(version.publishedAt)}
        </span>
        <span title={version.hash}>
          content <code>{version.hash.slice(0, 8)}</code>
        </span>
      </p>
      <p className={css.ways}>
        {before && (
          <Link
            to="/ladders/$slug/history/compare"
            params={{ slug }}
            search={{ from: String(before.version), to: String(version.version) }}
          >
            What changed from version {before.version}
          </Link>
        )}
        {moves && current && (
          <Link to="/ladders/$slug/move" params={{ slug }} search={{ to: String(version.version) }}>
            Move people to version {version.version}
          </Link>
        )}
      </p>
    </li>
  );
}

function Pick({ slug, versions }: { slug: string; versions: readonly Version[] }) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(String(versions[1]?.version));
  const [to, setTo] = useState(String(versions[0]?.version));
  const options = versions.map(({ version, effectiveOn }) => ({
    value: String(version),
    label: `version ${version}, ${shortDate(effectiveOn)}`,
  }));
  return (
    <form
      className={css.pick}
      aria-label="Compare two versions"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ to: "/ladders/$slug/history/compare", params: { slug }, search: { from, to } });
      }}
    >
      <Select label="From" options={options} value={from} onChange={setFrom} />
      <Select label="to" options={options} value={to} onChange={setTo} />
      <Button type="submit">Compare</Button>
    </form>
  );
}
