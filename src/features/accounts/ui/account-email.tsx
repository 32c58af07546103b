import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import type { Open } from "./account-page.tsx";
import { faultAt, Opened, Part } from "./account-part.tsx";
import { type Account, type Proof, proofOf, proofPaths, ProofField } from "./proof-field.tsx";
import css from "./account.module.css";

export function EmailPart({ account, forms }: { account: Account; forms: Open }) {
  const queries = useQueryClient();
  const [missing, setMissing] = useState<string>();
  const again = () => queries.invalidateQueries({ queryKey: ["/account"] });
  const ask = useMutation({
    mutationFn: (input: { email: string; proof: Proof }) => api("POST", "/account/email", input),
    onSuccess: async () => {
      await again();
      forms.close("email");
    },
  });
  const drop = useMutation({ mutationFn: () => api("DELETE", "/account/email", {}), onSuccess: again });
  return (
    <Part title="E-mail address">
      {account.wantedEmail === null ? (
        <p>
          You sign in with <span className={css.address}>{account.email}</span>.
        </p>
      ) : (
        <p>
          A link is on its way to <b className={css.address}>{account.wantedEmail}</b>. Until you follow it, you sign in with{" "}
          <span className={css.address}>{account.email}</span>.
        </p>
      )}
      {forms.form === "email" ? (
        <Opened
          label="Another e-mail address"
          doing={ask}
          verb="Mail me the link"
          busy="Mailing…"
          shown={["/email", ...proofPaths]}
          close={() => forms.open(null)}
          submit={(typed) => {
            const email = typed("email").trim();
            setMissing(/^\S+@\S+$/.test(email) ? undefined : "Enter the new address, such as name@example.org.");
            if (/^\S+@\S+$/.test(email)) ask.mutate({ email, proof: proofOf(account, typed) });
          }}
        >
          <TextField
            label="New e-mail address"
            name="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            maxLength={254}
            hint="You confirm it by a link that we mail there. The old address is told."
            error={missing ?? faultAt(ask.error, "/email")}
          />
          <ProofField account={account} error={ask.error} />
        </Opened>
      ) : (
        <div className={css.acts}>
          <Button onClick={() => forms.open("email")}>Change the address</Button>
          {account.wantedEmail !== null && (
            <Button kind="quiet" busy={drop.isPending && "Withdrawing…"} onClick={() => drop.mutate()}>
              Withdraw the link
            </Button>
          )}
        </div>
      )}
    </Part>
  );
}
