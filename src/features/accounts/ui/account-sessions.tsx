import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import { Part } from "./account-part.tsx";
import css from "./account.module.css";

type Session = Reply<"/account/sessions">["items"][number];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const moment = (at: string) => `${shortDate(at)}, ${clock.format(new Date(at))}`;

export function SessionsPart() {
  const queries = useQueryClient();
  const list = useQuery(read("/account/sessions", {}));
  const again = () => queries.invalidateQueries({ queryKey: ["/account/sessions"] });
  const one = useMutation({
    mutationFn: (sessionId: string) => api("DELETE", "/account/sessions/:sessionId", { sessionId }),
    onSettled: again,
  });
  const others = useMutation({ mutationFn: () => api("DELETE", "/account/sessions", {}), onSettled: again });
  const items = list.data?.items ?? [];
  const error = list.error ?? one.error ?? others.error;
  return (
    <Part title="Where you are signed in">
      {list.isPending && (
        <p role="status" className="q3">
          Looking…
        </p>
      )}
      <p role="alert" className={css.fault}>
        {error?.message}
      </p>
      <ul className={css.rows} aria-label="Sessions">
        {items.map((session) => (
          <Row key={session.id} session={session} busy={one.isPending && one.variables === session.id} end={() => one.mutate(session.id)} />
        ))}
      </ul>
      {items.length > 1 && (
        <div className={css.acts}>
          <Button busy={others.isPending && "Signing out…"} onClick={() => others.mutate()}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </Part>
  );
}

function Row({ session, busy, end }: { session: Session; busy: boolean; end: () => void }) {
  const { device, address, startedAt, lastSeenAt, here, secondFactor } = session;
  return (
    <li>
      <p>
        <b>{device}</b>
        {here && <span className={css.here}> This one</span>}
        <small>
          {address === null || address === "" || address === "unknown" ? "" : `From ${address}. `}
          {here ? "In use now" : `Last seen ${moment(lastSeenAt ?? startedAt)}`}; signed in {moment(startedAt)}
          {secondFactor && ", with a second factor"}.
        </small>
      </p>
      {!here && (
        <Button busy={busy && "Signing out…"} onClick={end} aria-label={`Sign out ${device}, signed in ${moment(startedAt)}`}>
          Sign out
        </Button>
      )}
    </li>
  );
}
