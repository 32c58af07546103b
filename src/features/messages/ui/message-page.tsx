import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { counted } from "../../../web/parts/words.ts";
import { stateWords, when } from "./message-words.ts";

const route = getRouteApi("/in/settings/messages/$messageId");

/** One message as it went out, or as it is to be passed on. That it was opened is in the audit log. */
export function MessagePage() {
  const { messageId } = route.useParams();
  const queries = useQueryClient();
  const message = useQuery({
    ...read("/messages/:messageId", { messageId }),
    // Each look is on record: not again because the window was left and come back to.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  });
  const send = useMutation({
    mutationFn: () => api("POST", "/messages/:messageId/send", { messageId }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (message.isPending) return <Loading />;
  if (message.isError) return <ErrorState error={message.error} retry={() => void message.refetch()} />;
  const { subject, body, to, person, state, lastError, createdAt, sentAt, attempts, can } = message.data;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="messages" to="/settings/messages" search={{}}>
            Messages
          </Link>,
        ]}
        title={subject}
        answer={
          <>
            {stateWords[state]}
            {sentAt !== null ? ` on ${when(sentAt)}` : `, written on ${when(createdAt)}`}, to <b>{person?.name ?? to}</b> at {to}.
          </>
        }
        tools={
          can.send && (
            <Button busy={send.isPending && "Sending…"} onClick={() => send.mutate()}>
              {state === "unsure" ? "Send it again" : "Send it now"}
            </Button>
          )
        }
      />
      {lastError !== null && (
        <p className={rows.told}>
          {counted(attempts, "try", "tries")} so far. The last one ended so: {lastError}
        </p>
      )}
      {state === "unsure" && <p className={rows.told}>It may have arrived. Ask before you send it again: nobody likes to be told twice.</p>}
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {send.error?.message}
      </p>
      <pre className={rows.letter}>{body}</pre>
      <p className={`q3 ${rows.told}`}>That you opened this is in the audit log.</p>
    </>
  );
}
