import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { api } from "../../../web/api.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";

/** Asked once more, because programs that check links open them too. */
export function UnsubscribePage() {
  const { token = "" } = useSearch({ from: "/unsubscribe" });
  const end = useMutation({ mutationFn: () => api("POST", "/unsubscribe", { token }) });
  return (
    <Alone>
      {end.isSuccess ? (
        <PageHead
          title="You will have no more of these by e-mail"
          tab="Messages"
          answer={`${end.data.title}: these go on in Rungs itself. Choose again whenever you like, under what is new for you.`}
        />
      ) : (
        <PageHead title="No more of these by e-mail?" tab="Messages" answer="You will still find them in Rungs itself." />
      )}
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {end.error?.message}
      </p>
      {!end.isSuccess && (
        <p className={rows.more}>
          <Button kind="main" busy={end.isPending && "Ending…"} onClick={() => end.mutate()}>
            End these messages
          </Button>
        </p>
      )}
    </Alone>
  );
}
