import { useMutation } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { askReset, reset } from "../../../web/session.ts";
import { faultAt, faultBeside } from "./account-part.tsx";
import { Username } from "./proof-field.tsx";
import css from "./accounts.module.css";

/** A forgotten password: one asks for a link, and chooses a new one by it. */
export function ResetPage() {
  const { token } = useSearch({ from: "/reset" });
  return <Alone>{token ? <Choose token={token} /> : <Ask />}</Alone>;
}

function Ask() {
  const [missing, setMissing] = useState<string>();
  const asking = useMutation({ mutationFn: askReset });
  if (asking.data)
    return (
      <>
        <PageHead
          title="Look into your mail"
          tab="Forgotten password"
          answer={
            <>
              If somebody signs in as <strong>{asking.variables}</strong>, a link is on its way there. It works once, for{" "}
              {asking.data.minutes} minutes.
            </>
          }
        />
        <div className={css.form}>
          <p className="q3">Nothing has come? Look among unwanted mail, or ask whoever runs Rungs for you: they see what was sent.</p>
          <Button onClick={() => asking.reset()}>Try another address</Button>
          <Link to="/sign-in" className={css.aside}>
            Back to signing in
          </Link>
        </div>
      </>
    );
  return (
    <>
      <PageHead
        title="Choose a new password"
        tab="Forgotten password"
        answer="By a link that we mail to the address that you sign in with."
      />
      <form
        className={css.form}
        noValidate
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          const email = typedIn(event.currentTarget)("email").trim();
          setMissing(email === "" ? "Enter your e-mail address." : undefined);
          if (email === "") event.currentTarget.querySelector<HTMLInputElement>("input:not([hidden])")?.focus();
          else if (!asking.isPending) asking.mutate(email);
        }}
      >
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          maxLength={254}
          error={missing}
        />
        <p role="alert" className={css.refusal}>
          {asking.error?.message}
        </p>
        <Button kind="main" type="submit" busy={asking.isPending && "Mailing…"}>
          Mail me the link
        </Button>
        <Link to="/sign-in" className={css.aside}>
          Back to signing in
        </Link>
      </form>
    </>
  );
}

function Choose({ token }: { token: string }) {
  const [missing, setMissing] = useState<string>();
  const choosing = useMutation({ mutationFn: (password: string) => reset(token, password) });
  if (choosing.isSuccess)
    return (
      <>
        <PageHead title="Your password is changed" tab="New password" answer="You are signed out everywhere. Sign in with the new one." />
        <div className={css.form}>
          <Link to="/sign-in" className={buttonClass("main")}>
            Sign in
          </Link>
        </div>
      </>
    );
  if (choosing.error instanceof ApiError && choosing.error.code === "not-found")
    return (
      <>
        <PageHead
          title="This link no longer works"
          tab="New password"
          answer="It has been used already, or is too old. Your password has not changed."
        />
        <div className={css.form}>
          <Link to="/reset" className={buttonClass("main")} onClick={() => choosing.reset()}>
            Ask for a new link
          </Link>
        </div>
      </>
    );
  return (
    <>
      <PageHead title="Choose a new password" tab="New password" />
      <form
        className={css.form}
        noValidate
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          const password = typedIn(event.currentTarget)("password");
          setMissing(password === "" ? "Choose a password of at least twelve characters." : undefined);
          if (password === "") event.currentTarget.querySelector<HTMLInputElement>("input:not([hidden])")?.focus();
          else if (!choosing.isPending) choosing.mutate(password);
        }}
      >
        <Username email="" />
        <TextField
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={128}
          hint="At least twelve characters. A few words that do not belong together are best."
          error={missing ?? faultAt(choosing.error, "/password")}
        />
        <p role="alert" className={css.refusal}>
          {faultBeside(choosing.error, "/password")}
        </p>
        <Button kind="main" type="submit" busy={choosing.isPending && "Changing…"}>
          Change the password
        </Button>
      </form>
    </>
  );
}
