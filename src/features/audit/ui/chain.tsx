import { useQuery } from "@tanstack/react-query";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./audit.module.css";
import { moment } from "./entry-words.tsx";

/** Whether the log is as it was written, worked out anew each time it is asked. */
export function Chain() {
  const verification = useQuery({ ...read("/audit/verification", {}), staleTime: Infinity });
  if (verification.isPending)
    return (
      <div className={css.chain}>
        <p>Reading the whole log against its seals…</p>
      </div>
    );
  if (verification.isError)
    return (
      <div className={`${css.chain} ${css.broken}`} role="alert">
        <p>
          <b>The log could not be verified.</b> {verification.error.message}
        </p>
        <Button onClick={() => void verification.refetch()}>Try again</Button>
      </div>
    );
  const { whole, sealed, seals, unsealed, head, faults, faultCount, entriesForgotten, addressesForgotten } = verification.data;
  return (
    <section className={whole ? css.chain : `${css.chain} ${css.broken}`} aria-label="Verification">
      <p>
        <b>{whole ? "Verified: the log is whole." : "The log is not as it was written."}</b>{" "}
        {seals === 0
          ? "Nothing is sealed yet; entries are sealed within a minute."
          : `${counted(sealed, "entry", "entries")} in ${counted(seals, "seal")}, each tied to the one before.`}{" "}
        {unsealed > 0 && seals > 0 && `${counted(unsealed, "new entry", "new entries")} will be sealed within a minute.`}
      </p>
      {entriesForgotten + addressesForgotten > 0 && (
        <p className="small q2">
          Taken away on purpose, by age or with a person’s data: {counted(entriesForgotten, "entry", "entries")},{" "}
          {counted(addressesForgotten, "address", "addresses")}.
        </p>
      )}
      {faultCount > 0 && (
        <ul role="alert">
          {faults.map(({ message }) => (
            <li key={message} className={css.fault}>
              {message}
            </li>
          ))}
          {faultCount > faults.length && <li>And {faultCount - faults.length} more.</li>}
        </ul>
      )}
      {head && (
        <p className="small q2">
          Seal {head.seal} of {moment(head.sealedAt)}: <code>{head.hash}</code>. Note it somewhere else, and{" "}
          <code>rungs verify-audit --expect</code> also finds out whether the end was cut off since.
        </p>
      )}
      <p>
        <Button busy={verification.isFetching && "Verifying…"} onClick={() => void verification.refetch()}>
          Verify again
        </Button>
      </p>
    </section>
  );
}
