import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { spoken } from "../../../web/parts/words.ts";
import { CalendarPart } from "./account-calendar.tsx";
import { EmailPart } from "./account-email.tsx";
import { KeysPart } from "./account-keys.tsx";
import { PasskeysPart } from "./account-passkeys.tsx";
import { PasswordPart } from "./account-password.tsx";
import { SecondFactorPart } from "./account-second-factor.tsx";
import { SessionsPart } from "./account-sessions.tsx";
import css from "./account.module.css";

/** Which form is open: one at a time, so that one green button at most is on the screen. */
export type Open = {
  form: string | null;
  open: (form: string | null) => void;
  /** Once what it was for is done, and only while it is still the one that is open. */
  close: (form: string) => void;
};

/** How one signs in, and where one is signed in. */
export function AccountPage() {
  const account = useQuery(read("/account", {}));
  const passkeys = useQuery(read("/account/passkeys", {}));
  const me = useQuery(read("/me", {})).data;
  const [form, open] = useState<string | null>(null);
  if (account.isPending || passkeys.isPending) return <Loading />;
  if (account.isError) return <ErrorState error={account.error} retry={() => void account.refetch()} />;
  if (passkeys.isError) return <ErrorState error={passkeys.error} retry={() => void passkeys.refetch()} />;
  const { name, organisation, email, password, secondFactor, owesSecondFactor } = account.data;
  const count = passkeys.data.items.length;
  const ways = [
    ...(password ? [secondFactor ? "a password and a code" : "a password"] : []),
    ...(count > 0 ? [count === 1 ? "a passkey" : `${spoken(count)} passkeys`] : []),
  ];
  const forms: Open = { form, open, close: (done) => open((now) => (now === done ? null : now)) };
  return (
    <>
      <PageHead
        title="Your account"
        answer={
          <>
            You are <strong>{name}</strong> at {organisation}, and sign in as <strong className={css.address}>{email}</strong>
            {ways.length > 0 && ` with ${ways.join(", or with ")}`}.
          </>
        }
      />
      {owesSecondFactor && (
        <p role="status" className={css.asked}>
          <strong>{organisation} asks for a second factor.</strong>{" "}
          {count > 0
            ? "Sign out, and sign in with your passkey."
            : `${passkeys.data.possible ? "Add a passkey or set up an app" : "Set up an app"} below: it takes a minute.`}{" "}
          Until then only this page is open to you.
        </p>
      )}
      <div className={css.parts}>
        <EmailPart account={account.data} forms={forms} />
        <PasswordPart account={account.data} forms={forms} />
        <PasskeysPart account={account.data} passkeys={passkeys.data} forms={forms} />
        <SecondFactorPart account={account.data} forms={forms} />
        <SessionsPart />
        <KeysPart />
        <CalendarPart />
        <p className="q3">
          Your name and the address that messages go to are the organisation’s records:{" "}
          {me && (
            <Link to="/people/$personId" params={{ personId: me.person.id }}>
              see your page
            </Link>
          )}
          . If something there is wrong, ask your people partner.{" "}
          {me && (
            <Link to="/people/$personId/data" params={{ personId: me.person.id }}>
              Take a copy of everything that is kept about you
            </Link>
          )}
        </p>
      </div>
    </>
  );
}
