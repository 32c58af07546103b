import { useQuery } from "@tanstack/react-query";
import { read, type Reply } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Part } from "./settings-parts.tsx";
import css from "./settings.module.css";

type Backups = Reply<"/backups">;
type Backup = NonNullable<Backups["last"]>;

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
const At = ({ instant }: { instant: string }) => <time dateTime={instant}>{moment.format(new Date(instant))}</time>;

const size = (bytes: number) =>
  bytes < 100_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toLocaleString("en-GB", { maximumFractionDigits: 1 })} MB`;

/** What whoever decides for the organisation has to know of its backups; how they are made is for who runs the server. */
export function BackupsPart() {
  const backups = useQuery(read("/backups", {}));
  return (
    <Part
      id="backups"
      title="Backups"
      says="A backup holds everything: all people, ladders, reviews, files and the audit log. Whoever runs the server sets them up and restores them."
    >
      {backups.isPending && <Loading />}
      {backups.isError && <ErrorState error={backups.error} retry={() => void backups.refetch()} />}
      {backups.data && <State backups={backups.data} />}
    </Part>
  );
}

function State({ backups: { scheduled, last, lastWhole, overdue } }: { backups: Backups }) {
  return (
    <div className={css.preview}>
      {lastWhole === null ? (
        <p>There is no backup yet.</p>
      ) : (
        <p>
          <b>
            The last backup is of <At instant={lastWhole.startedAt} />
          </b>
          , {size(lastWhole.bytes ?? 0)}, {lastWhole.encrypted ? "sealed with a passphrase" : "not sealed"}
          {lastWhole.kind === "by-hand" && ", taken by hand"}.
        </p>
      )}
      {overdue && lastWhole !== null && <p className={css.fault}>It is more than a day old.</p>}
      {last !== null && last.state !== "whole" && <Unfinished backup={last} />}
      {scheduled === null ? (
        <p className="q2">This server takes none by itself. Whoever runs it can have one taken every day.</p>
      ) : (
        <p className="q2">One is taken every day; the newest {scheduled.keep === 1 ? "one is" : `${scheduled.keep} are`} kept.</p>
      )}
    </div>
  );
}

function Unfinished({ backup: { state, startedAt } }: { backup: Backup }) {
  if (state === "running")
    return (
      <p>
        One has been under way since <At instant={startedAt} />.
      </p>
    );
  return (
    <p className={css.fault}>
      The one begun on <At instant={startedAt} />{" "}
      {state === "failed" ? "could not be taken. The server’s own log says why." : "was broken off."}
    </p>
  );
}
