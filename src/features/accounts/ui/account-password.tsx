import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { askReset } from "../../../web/session.ts";
import type { Open } from "./account-page.tsx";
import { faultAt, Opened, Part } from "./account-part.tsx";
import { type Account, Username } from "./proof-field.tsx";
import css from "./account.module.css";

export function PasswordPart({ account, forms }: { account: Account; forms: Open }) {
  const queries = useQueryClient();
  const [missing, setMissing] = useState<string>();
  const change = useMutation({
    mutationFn: (input: { proof: { password: string }; password: string }) => api("POST", "/account/password", input),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forms.close("password");
    },
  });
  const mail = useMutation({ mutationFn: () => askReset(account.email) });
  if (!account.password)
    return (
      <Part title="Password">
        <p>You have none. You can choose one by a link that we mail to you.</p>
        <div className={css.acts}>
          <Button busy={mail.isPending && "Mailing…"} onClick={() => mail.mutate()}>
            Mail me the link
          </Button>
        </div>
        <p role="status">{mail.data && `On its way to ${account.email}. The link works for ${mail.data.minutes} minutes.`}</p>
        <p role="alert" className={css.fault}>
          {mail.error?.message}
        </p>
      </Part>
    );
  return (
    <Part title="Password">
      {change.isSuccess && forms.form !== "password" && (
        <p role="status" className={css.done}>
          Your password is changed. You are signed out everywhere else.
        </p>
      )}
      {forms.form === "password" ? (
        <Opened
          label="A new password"
          doing={change}
          verb="Change the password"
          busy="Changing…"
          shown={["/password", "/proof/password"]}
          close={() => forms.open(null)}
          submit={(typed) => {
            const password = typed("password");
            setMissing(password === "" ? "Choose a password of at least twelve characters." : undefined);
            if (password !== "") change.mutate({ proof: { password: typed("proof") || " " }, password });
          }}
        >
          <Username email={account.email} />
          <TextField
            label="Your password now"
            name="proof"
            type="password"
            autoComplete="current-password"
            maxLength={128}
            error={faultAt(change.error, "/proof/password")}
          />
          <TextField
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            maxLength={128}
            hint="At least twelve characters. A few words that do not belong together are best. You are signed out everywhere else."
            error={missing ?? faultAt(change.error, "/password")}
          />
        </Opened>
      ) : (
        <div className={css.acts}>
          <Button onClick={() => forms.open("password")}>Change the password</Button>
        </div>
      )}
    </Part>
  );
}
