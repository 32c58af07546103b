import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { capital, longDate, spoken } from "../../../web/parts/words.ts";
import type { Open } from "./account-page.tsx";
import { faultAt, Opened, Part } from "./account-part.tsx";
import { type Account, type Proof, proofOf, proofPaths, ProofField } from "./proof-field.tsx";
import { Qr } from "./qr.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import css from "./account.module.css";

/** A code from an authenticator app, asked for beside the password. */
export function SecondFactorPart({ account, forms }: { account: Account; forms: Open }) {
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ["/account"] });
  const shown = async ({ recoveryCodes }: { recoveryCodes: string[] }) => {
    setCodes(recoveryCodes);
    forms.open("recovery");
    await queries.invalidateQueries();
  };
  const renew = useMutation({
    mutationFn: (proof: Proof) => api("POST", "/account/second-factor/recovery-codes", { proof }),
    onSuccess: shown,
  });
  const remove = useMutation({
    mutationFn: (proof: Proof) => api("POST", "/account/second-factor/remove", { proof }),
    onSuccess: async () => {
      await again();
      forms.close("no-app");
    },
  });
  const close = () => forms.open(null);
  const { secondFactor } = account;

  if (codes !== null && forms.form === "recovery")
    return (
      <Part title="Second factor">
        <RecoveryCodes
          codes={codes}
          done={() => {
            setCodes(null);
            close();
          }}
        />
      </Part>
    );
  if (secondFactor === null)
    return (
      <Part title="Second factor">
        <p>
          A code from an app on your phone, asked for beside your password. Whoever learns your password then still cannot sign in.
          {account.password || " It goes with a password, and you have none: choose one first."}
        </p>
        {forms.form === "app" ? (
          <SetUp account={account} close={close} done={shown} />
        ) : (
          account.password && (
            <div className={css.acts}>
              <Button onClick={() => forms.open("app")}>Set up an app</Button>
            </div>
          )
        )}
      </Part>
    );
  const { since, recoveryCodesLeft } = secondFactor;
  return (
    <Part title="Second factor">
      <p>
        A code from your app has been asked for since {longDate(since)}.{" "}
        {recoveryCodesLeft === 0
          ? "No recovery code is left: make new ones, or a lost phone shuts you out."
          : `${capital(spoken(recoveryCodesLeft))} recovery ${recoveryCodesLeft === 1 ? "code is" : "codes are"} left.`}
      </p>
      {forms.form === "codes" || forms.form === "no-app" ? (
        <Opened
          key={forms.form}
          label={forms.form === "codes" ? "New recovery codes" : "Removing the app"}
          doing={forms.form === "codes" ? renew : remove}
          verb={forms.form === "codes" ? "Make new codes" : "Remove the app"}
          busy={forms.form === "codes" ? "Making them…" : "Removing…"}
          shown={proofPaths}
          close={close}
          submit={(typed) => (forms.form === "codes" ? renew : remove).mutate(proofOf(account, typed))}
        >
          <p>
            {forms.form === "codes"
              ? "The codes there are now stop working."
              : "Your password alone signs you in from then on, and the recovery codes stop working."}
          </p>
          <ProofField account={account} error={forms.form === "codes" ? renew.error : remove.error} />
        </Opened>
      ) : (
        <div className={css.acts}>
          <Button onClick={() => forms.open("codes")}>Make new recovery codes</Button>
          <Button kind="quiet" onClick={() => forms.open("no-app")}>
            Remove the app
          </Button>
        </div>
      )}
    </Part>
  );
}

function SetUp({
  account,
  close,
  done,
}: {
  account: Account;
  close: () => void;
  done: (reply: { recoveryCodes: string[] }) => Promise<void>;
}) {
  const begin = useMutation({ mutationFn: (proof: Proof) => api("POST", "/account/second-factor", { proof }) });
  const confirm = useMutation({ mutationFn: (code: string) => api("POST", "/account/second-factor/confirm", { code }), onSuccess: done });
  if (begin.data === undefined)
    return (
      <Opened
        key="begin"
        label="Setting up an app"
        doing={begin}
        verb="Show the picture to scan"
        busy="One moment…"
        shown={proofPaths}
        close={close}
        submit={(typed) => begin.mutate(proofOf(account, typed))}
      >
        <ProofField account={account} error={begin.error} />
      </Opened>
    );
  const { secret, address } = begin.data;
  return (
    <Opened
      key="confirm"
      label="The first code"
      doing={confirm}
      verb="Ask for codes from now on"
      busy="Checking…"
      shown={["/code"]}
      close={close}
      submit={(typed) => confirm.mutate(typed("code").trim() || "-")}
    >
      <p>Scan this with your authenticator app, then type the code that it shows. Ten recovery codes follow.</p>
      <Qr text={address} label="Picture to scan with an authenticator app" />
      <p className="small q2">
        Or type this into the app: <code className={css.secret}>{secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <TextField
        label="Code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        error={faultAt(confirm.error, "/code")}
      />
    </Opened>
  );
}
