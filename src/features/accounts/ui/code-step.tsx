import { useMutation } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import { signInWithCode } from "../../../web/session.ts";
import { faultAt, faultBeside } from "./account-part.tsx";
import css from "./accounts.module.css";

/** The second step: a code of the app, or a recovery code. @param step what the first one answered. */
export function CodeStep({ step, enter, back }: { step: string; enter: () => void; back: () => void }) {
  const [lost, setLost] = useState(false);
  const [missing, setMissing] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const entering = useMutation({
    mutationFn: (code: string) => signInWithCode(step, code),
    onSuccess: ({ recoveryCodesLeft }) => recoveryCodesLeft === undefined && enter(),
    onError: () => form.current?.querySelector("input")?.focus(),
  });
  const left = entering.data?.recoveryCodesLeft;
  if (left !== undefined)
    return (
      <div className={css.form}>
        <p>
          {left === 0 ? "That was your last recovery code." : `${counted(left, "recovery code")} left.`} Make new ones on your account page,
          and set up the app anew if you have lost your phone.
        </p>
        <Button kind="main" onClick={enter}>
          Go on
        </Button>
      </div>
    );
  const late = entering.error instanceof ApiError && entering.error.code === "unauthenticated";
  return (
    <form
      ref={form}
      className={css.form}
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        const code = typedIn(event.currentTarget)("code").trim();
        setMissing(code === "" ? "Type the code." : undefined);
        if (code !== "" && !entering.isPending) entering.mutate(code);
      }}
    >
      <Focused key={String(lost)}>
        <TextField
          label={lost ? "Recovery code" : "Code"}
          name="code"
          inputMode={lost ? "text" : "numeric"}
          autoComplete="one-time-code"
          maxLength={40}
          hint={lost ? "One of the ten that you kept. Each works once." : "Six digits, a new one every half minute."}
          error={missing ?? faultAt(entering.error, "/code")}
        />
      </Focused>
      <p role="alert" className={css.refusal}>
        {faultBeside(entering.error, "/code")}
      </p>
      {late ? (
        <Button kind="main" onClick={back}>
          Start again
        </Button>
      ) : (
        <Button kind="main" type="submit" busy={entering.isPending && "Signing in…"}>
          Sign in
        </Button>
      )}
      <Button
        kind="quiet"
        onClick={() => {
          entering.reset();
          setMissing(undefined);
          setLost(!lost);
        }}
      >
        {lost ? "Type a code of the app instead" : "Use a recovery code instead"}
      </Button>
      <Button kind="quiet" onClick={back}>
        Sign in as somebody else
      </Button>
    </form>
  );
}

/** Its field has the focus from the first. */
function Focused({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector("input")?.focus(), []);
  return <div ref={place}>{children}</div>;
}
