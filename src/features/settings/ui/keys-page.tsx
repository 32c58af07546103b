import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { SettingsTabs } from "../../../web/parts/settings-tabs.tsx";
import { listed, longDate } from "../../../web/parts/words.ts";
import { MakeKey, type Made } from "./make-key.tsx";
import css from "./settings.module.css";

type Key = Reply<"/api-keys">["items"][number];

/** Keys for programs: made and shown once, used, revoked. */
export function KeysPage() {
  const queries = useQueryClient();
  const me = useQuery(read("/me", {})).data;
  const list = useInfiniteQuery({
    queryKey: ["/api-keys", "pages"],
    queryFn: ({ pageParam, signal }) => api("GET", "/api-keys", pageParam === null ? {} : { cursor: pageParam }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const [made, setMade] = useState<Made | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ["/api-keys"] });
  const keys = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const [now] = useState(() => new Date().toISOString());
  const live = keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  const past = keys.filter((key) => !live.includes(key));
  const mayManage = me?.can["key.manage"] === true;
  return (
    <>
      <PageHead
        title="Keys for programs"
        tab="Keys"
        answer="A key lets a program do what you may, within its scopes and until it runs out. It is shown once, when it is made."
      />
      <SettingsTabs />
      {made && <Once made={made} onDone={() => setMade(null)} />}
      {mayManage && !made && <MakeKey onMade={(key) => (setMade(key), void refresh())} />}
      {list.isPending && <Loading rungs={3} />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && keys.length === 0 && !made && (
        <Empty>No program has a key yet. Make one for each program, so that each can be stopped by itself.</Empty>
      )}
      {live.length > 0 && (
        <section className={css.keys} aria-labelledby="live">
          <h2 id="live">In use</h2>
          <ul>
            {live.map((key) => (
              <KeyRow key={key.id} of={key} mayRevoke={mayManage} onRevoked={refresh} />
            ))}
          </ul>
        </section>
      )}
      {past.length > 0 && (
        <section className={`${css.keys} ${css.past}`} aria-labelledby="past">
          <h2 id="past">Revoked or run out</h2>
          <ul>
            {past.map((key) => (
              <KeyRow key={key.id} of={key} mayRevoke={false} onRevoked={refresh} />
            ))}
          </ul>
        </section>
      )}
      {list.hasNextPage && (
        <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
          Show more keys
        </Button>
      )}
    </>
  );
}

function Once({ made, onDone }: { made: Made; onDone: () => void }) {
  const [copied, setCopied] = useState(false);
  return (
    <section className={css.once} role="alert" aria-labelledby="once">
      <h2 id="once">Your new key</h2>
      <p>Take it now: it is kept nowhere and cannot be shown again. It is good until {longDate(made.expiresAt)}.</p>
      <code>{made.key}</code>
      <div className={css.asking}>
        <Button onClick={() => void navigator.clipboard.writeText(made.key).then(() => setCopied(true))}>
          {copied ? "Copied" : "Copy the key"}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          I have it
        </Button>
      </div>
    </section>
  );
}

function KeyRow({ of: key, mayRevoke, onRevoked }: { of: Key; mayRevoke: boolean; onRevoked: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({ mutationFn: () => api("DELETE", "/api-keys/:keyId", { keyId: key.id }), onSuccess: onRevoked });
  return (
    <li>
      <p>
        <b>{key.name}</b>
        <small>
          {key.prefix}… · may {listed(key.scopes)} · made by {key.madeBy} on {longDate(key.createdAt)} ·{" "}
          {key.lastUsedAt === null ? "never used" : `last used ${longDate(key.lastUsedAt)}`} ·{" "}
          {key.revokedAt === null ? `good until ${longDate(key.expiresAt)}` : `revoked on ${longDate(key.revokedAt)}`}
        </small>
      </p>
      {mayRevoke &&
        (asking ? (
          <span className={css.asking}>
            <span>Programs that use it stop at once.</span>
            <Button busy={revoke.isPending && "Revoking…"} onClick={() => revoke.mutate()}>
              Revoke “{key.name}”
            </Button>
            <Button kind="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </span>
        ) : (
          <Button onClick={() => setAsking(true)}>Revoke…</Button>
        ))}
      {revoke.isError && (
        <p role="alert" className={css.fault}>
          {revoke.error.message}
        </p>
      )}
    </li>
  );
}
