import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { listed, longDate } from "../../../web/parts/words.ts";
import { Part } from "./account-part.tsx";
import css from "./account.module.css";

type Key = Reply<"/account/keys">["items"][number];

/** Programs that act for one: nothing is said where there never was a key. */
export function KeysPart() {
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ["/account/keys", "pages"],
    queryFn: ({ pageParam, signal }) => api("GET", "/account/keys", pageParam === null ? {} : { cursor: pageParam }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const revoke = useMutation({
    mutationFn: (keyId: string) => api("DELETE", "/account/keys/:keyId", { keyId }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["/account/keys"] }),
  });
  const [now] = useState(() => new Date().toISOString());
  const keys = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const live = keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  const error = list.error ?? revoke.error;
  if (keys.length === 0 && error === null) return null;
  return (
    <Part title="Programs that act for you">
      <p>
        {live.length === 0
          ? "No key of yours works any more."
          : "Each of these keys does what you may, within its scopes. Programs that use one stop as soon as it is revoked."}
      </p>
      <p role="alert" className={css.fault}>
        {error?.message}
      </p>
      <ul className={css.rows} aria-label="Keys for programs">
        {keys.map((key) => (
          <Row
            key={key.id}
            of={key}
            live={live.includes(key)}
            busy={revoke.isPending && revoke.variables === key.id}
            end={() => revoke.mutate(key.id)}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={css.acts}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more keys
          </Button>
        </div>
      )}
    </Part>
  );
}

function Row({ of: key, live, busy, end }: { of: Key; live: boolean; busy: boolean; end: () => void }) {
  const [asking, setAsking] = useState(false);
  const { name, prefix, scopes, lastUsedAt, revokedAt, expiresAt } = key;
  return (
    <li>
      <p>
        <b>{name}</b>
        <small>
          {prefix}… may {listed(scopes)}; {lastUsedAt === null ? "never used" : `last used ${longDate(lastUsedAt)}`};{" "}
          {revokedAt !== null ? `revoked on ${longDate(revokedAt)}` : `${live ? "good until" : "ran out on"} ${longDate(expiresAt)}`}.
        </small>
      </p>
      {live &&
        (asking ? (
          <div className={css.acts}>
            <Button busy={busy && "Revoking…"} onClick={end}>
              Revoke “{name}”
            </Button>
            <Button kind="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        ) : (
          <Button onClick={() => setAsking(true)} aria-label={`Revoke ${name}…`}>
            Revoke…
          </Button>
        ))}
    </li>
  );
}
