import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { read } from "../../../web/api.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { signIn } from "../../../web/session.ts";
import { CodeStep } from "./code-step.tsx";
import { enterWithPasskey, leaveOffer, offerPasskeys } from "./passkey.ts";
import { Personas } from "./personas.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import css from "./accounts.module.css";

/** Signs in and goes on to where one was going. In the demonstration the people of the invented organisation stand ready. */
export function SignInPage() {
  const welcome = useQuery(read("/welcome", {})).data;
  const { to } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queries = useQueryClient();
  /** What the first step answered, where a code is asked for. */
  const [step, setStep] = useState<string | null>(null);
  const enter = () => {
    // Nothing that was read before, as nobody or as somebody else, is shown to whoever has come in.
    queries.clear();
    router.history.push(to ?? "/");
  };
  const entering = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: ({ step: next }) => (next === undefined ? enter() : setStep(next)),
  });
  const byPasskey = useMutation({ mutationFn: enterWithPasskey, onSuccess: enter });
  const { mutate: offer } = useMutation({ mutationFn: offerPasskeys, onSuccess: (entered) => entered && enter() });
  const passkeys = welcome?.passkeys === true;
  useEffect(() => {
    if (!passkeys || step !== null) return;
    offer();
    return () => void leaveOffer();
  }, [passkeys, step, offer]);

  const busy = entering.isPending ? entering.variables.email : null;
  if (step !== null)
    return (
      <Alone>
        <PageHead title="One more step" tab="Sign in" answer="Your password is right. Now type the code that your app shows." />
        <CodeStep
          step={step}
          enter={enter}
          back={() => {
            setStep(null);
            entering.reset();
          }}
        />
      </Alone>
    );
  const form = <SignInForm entering={entering} byPasskey={passkeys ? byPasskey : null} />;
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
        {form}
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
          {form}
        </section>
      </div>
    </Alone>
  );
}
