import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useRef, useState } from "react";
import { read } from "../../../web/api.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { signIn } from "../../../web/session.ts";
import { Personas } from "./personas.tsx";
import css from "./accounts.module.css";

/** Signs in and goes on to where one was going. In the demonstration the people of the invented organisation stand ready. */
export function SignInPage() {
  const welcome = useQuery(read("/welcome", {})).data;
  const { to } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: () => {
      // Nothing that was read before, as nobody or as somebody else, is shown to whoever has come in.
      queries.clear();
      router.history.push(to ?? "/");
    },
  });
  const busy = entering.isPending ? entering.variables.email : null;
  if (!welcome?.demo)
    return (
      <Alone>
        <PageHead
          title="Sign in"
          answer={
            welcome?.firstRun
              ? "Nobody has an account here yet. The link that the server printed at its first start makes the first one."
              : undefined
          }
        />
        <SignInForm entering={entering} />
      </Alone>
    );
  return (
    <Alone>
      <PageHead
        title="Who will you be?"
        tab="Sign in"
        answer="The organisation is invented and so is everybody in it. Choose somebody, and see Rungs as they see it."
      />
      <div className={css.columns}>
        <Personas personas={welcome.personas} busy={busy} choose={(email, password) => entering.mutate({ email, password })} />
        <section aria-labelledby="other">
          <h2 id="other" className={css.other}>
            Or as somebody else
          </h2>
          <SignInForm entering={entering} />
        </section>
      </div>
    </Alone>
  );
}

type Entering = { mutate: (who: { email: string; password: string }) => void; isPending: boolean; error: Error | null };

function SignInForm({ entering }: { entering: Entering }) {
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
      <TextField label="E-mail address" name="email" type="email" autoComplete="username" inputMode="email" error={missing.email} />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" error={missing.password} />
      <p role="alert" className={css.refusal}>
        {entering.error?.message}
      </p>
      <Button kind="main" type="submit" busy={entering.isPending && "Signing in…"}>
        Sign in
      </Button>
    </form>
  );
}
