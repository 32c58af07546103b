import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useRef, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import css from "./accounts.module.css";

const fields = ["organisation", "name", "email", "password"] as const;
type Field = (typeof fields)[number];
const lacking: Record<Field, string> = {
  organisation: "Enter the name of the organisation.",
  name: "Enter your name.",
  email: "Enter your e-mail address.",
  password: "Choose a password of at least twelve characters.",
};

/** The first start: whoever holds the link that the server printed names the organisation and becomes its owner. */
export function SetupPage() {
  const { token } = useSearch({ from: "/setup" });
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [missing, setMissing] = useState<Partial<Record<Field, string>>>({});
  const claim = useMutation({
    mutationFn: (input: Record<Field, string> & { demo: boolean }) =>
      api("POST", "/setup", { ...input, token: token ?? "", timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    onSuccess: () => {
      queries.clear();
      router.history.push("/");
    },
  });
  const refused = (field: Field) =>
    claim.error instanceof ApiError ? claim.error.problems.find(({ path }) => path === `/${field}`)?.message : undefined;
  const named = fields.some(refused);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = typedIn(event.currentTarget);
    const text = (field: Field) => (field === "password" ? typed(field) : typed(field).trim());
    const empty = fields.filter((field) => text(field) === "");
    setMissing(Object.fromEntries(empty.map((field) => [field, lacking[field]])));
    const [first] = empty;
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    else
      claim.mutate({
        organisation: text("organisation"),
        name: text("name"),
        email: text("email"),
        password: text("password"),
        demo: typed("demo") !== "",
      });
  };

  if (!token)
    return (
      <Alone>
        <PageHead title="This link is not whole" tab="First start" />
        <Empty>Open the whole link that the server printed at its first start. It works once, for a day.</Empty>
      </Alone>
    );
  const error = (field: Field) => missing[field] ?? refused(field);
  return (
    <Alone>
      <PageHead
        title="Name your organisation"
        tab="First start"
        answer="You become its first owner, and can give the role to others later."
      />
      <form ref={form} className={`${css.form} ${css.wide}`} onSubmit={submit} noValidate>
        <TextField label="Organisation" name="organisation" autoComplete="organization" maxLength={200} error={error("organisation")} />
        <TextField label="Your name" name="name" autoComplete="name" maxLength={200} error={error("name")} />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          maxLength={254}
          error={error("email")}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={128}
          hint="At least twelve characters. A few words that do not belong together are best."
          error={error("password")}
        />
        <label className={css.check}>
          <input type="checkbox" name="demo" />
          <span>
            Load the demo organisation too
            <small>120 invented people on four ladders, apart from yours, so that there is something to look at.</small>
          </span>
        </label>
        <p role="alert" className={css.refusal}>
          {named ? null : claim.error?.message}
        </p>
        <Button kind="main" type="submit" busy={claim.isPending && "Making it…"}>
          Make the organisation
        </Button>
      </form>
    </Alone>
  );
}
