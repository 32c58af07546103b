import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { confirmEmail } from "../../../web/session.ts";
import css from "./accounts.module.css";

/** Where the link in a new mailbox leads. It takes a press, for mail programs open links by themselves. */
export function ConfirmEmailPage() {
  const { token } = useSearch({ from: "/account/confirm-email" });
  const queries = useQueryClient();
  const confirming = useMutation({ mutationFn: () => confirmEmail(token ?? ""), onSuccess: () => queries.invalidateQueries() });
  if (confirming.data)
    return (
      <Alone>
        <PageHead
          title="Your address is changed"
          tab="New address"
          answer={
            <>
              You sign in with <strong>{confirming.data.email}</strong> from now on.
            </>
          }
        />
        <div className={css.form}>
          <Link to="/account" className={buttonClass("main")}>
            Go to your account
          </Link>
        </div>
      </Alone>
    );
  if (!token || confirming.error)
    return (
      <Alone>
        <PageHead
          title={token ? "This address is not confirmed" : "This link is not whole"}
          tab="New address"
          answer={token ? confirming.error?.message : "Open the whole link that was mailed to you."}
        />
        <div className={css.form}>
          <Link to="/account" className={buttonClass()}>
            Go to your account
          </Link>
        </div>
      </Alone>
    );
  return (
    <Alone>
      <PageHead
        title="Sign in with this address?"
        tab="New address"
        answer="You asked to sign in to Rungs with the address that this link was mailed to."
      />
      <div className={css.form}>
        <Button kind="main" busy={confirming.isPending && "Confirming…"} onClick={() => confirming.mutate()}>
          Confirm this address
        </Button>
      </div>
    </Alone>
  );
}
