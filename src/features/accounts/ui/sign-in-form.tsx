import { Link } from "@tanstack/react-router";
import { type SubmitEvent, useRef, useState } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import css from "./accounts.module.css";

type Entering = { mutate: (who: { email: string; password: string }) => void; isPending: boolean; error: Error | null };
type ByPasskey = { mutate: () => void; isPending: boolean; error: Error | null };

/** @param byPasskey null where browsers take none at this address. */
export function SignInForm({ entering, byPasskey }: { entering: Entering; byPasskey: ByPasskey | null }) {
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = typedIn(event.currentTarget);
    const email = typed("email").trim();
    const password = typed("password");
    const lacking = {
      ...(email ? {} : { email: "Enter your e-mail address." }),
      ...(password ? {} : { password: "Enter your password." }),
    };
    setMissing(lacking);
    const [first] = Object.keys(lacking);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    else entering.mutate({ email, password });
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit} noValidate>
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        // The browser may offer passkeys here.
        autoComplete={byPasskey ? "username webauthn" : "username"}
        inputMode="email"
        error={missing.email}
      />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" error={missing.password} />
      <p role="alert" className={css.refusal}>
        {entering.error?.message ?? byPasskey?.error?.message}
      </p>
      <Button kind="main" type="submit" busy={entering.isPending && "Signing in…"}>
        Sign in
      </Button>
      {byPasskey && (
        <Button busy={byPasskey.isPending && "Follow your device…"} onClick={() => byPasskey.mutate()}>
          Sign in with a passkey
        </Button>
      )}
      <Link to="/reset" className={css.aside}>
        Forgotten your password?
      </Link>
    </form>
  );
}
