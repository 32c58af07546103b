import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import { Part } from "./account-part.tsx";
import css from "./account.module.css";

/** The address that one's calendar subscribes to: made, shown once, renewed and withdrawn. */
export function CalendarPart() {
  const queries = useQueryClient();
  const calendar = useQuery(read("/me/calendar", {}));
  const [said, setSaid] = useState("");
  const shown = useRef<HTMLInputElement>(null);
  const again = () => queries.invalidateQueries({ queryKey: ["/me/calendar"] });
  const make = useMutation({ mutationFn: () => api("POST", "/me/calendar", {}), onSuccess: () => setSaid(""), onSettled: again });
  const withdraw = useMutation({
    mutationFn: () => api("DELETE", "/me/calendar", {}),
    onSuccess: () => {
      make.reset();
      setSaid("The address is withdrawn: calendars find nothing there any more.");
    },
    onSettled: again,
  });
  const url = make.data?.url;
  useEffect(() => {
    if (url !== undefined) shown.current?.select();
  }, [url]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url ?? "");
      setSaid("Copied.");
    } catch {
      shown.current?.select();
      setSaid("Your browser does not let pages copy. It is selected: copy it yourself.");
    }
  };
  const feed = calendar.data?.feed ?? null;
  const error = calendar.error ?? make.error ?? withdraw.error;
  return (
    <Part title="Your dates in a calendar">
      <p>
        Goals and actions that are due, the dates of a cycle you are in, check-ins, and what runs out: your calendar program shows them once
        it subscribes to an address of your own. Nobody else is named there.
      </p>
      {url !== undefined && (
        <>
          <p className={css.secret}>
            <label>
              <b>The address, shown this once.</b> Add it to your calendar as a subscription. Whoever has it reads your dates, so give it to
              nobody else.
              <input ref={shown} className={css.copied} readOnly value={url} onFocus={(event) => event.target.select()} />
            </label>
          </p>
          <div className={css.acts}>
            <Button onClick={() => void copy()}>Copy the address</Button>
          </div>
        </>
      )}
      {feed !== null && url === undefined && (
        <p>
          Your dates have an address since {shortDate(feed.madeAt)}.{" "}
          {feed.lastReadAt === null
            ? "No calendar has asked for it yet."
            : `A calendar asked for it last on ${shortDate(feed.lastReadAt)}.`}
        </p>
      )}
      <p role="status" className={said === "" ? "hidden" : css.done}>
        {said}
      </p>
      <p role="alert" className={css.fault}>
        {error?.message}
      </p>
      {calendar.isSuccess && (
        <div className={css.acts}>
          <Button busy={make.isPending && "Making it…"} onClick={() => make.mutate()}>
            {feed === null ? "Make an address" : "Make a new address"}
          </Button>
          {feed !== null && (
            <>
              <Button kind="quiet" busy={withdraw.isPending && "Withdrawing…"} onClick={() => withdraw.mutate()}>
                Withdraw it
              </Button>
              {url === undefined && <span className="q3">With a new one, the address that you have leads nowhere.</span>}
            </>
          )}
        </div>
      )}
    </Part>
  );
}
