import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Alone } from "../../../web/parts/alone.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";

/** Where an invitation leads: whoever has the link chooses a password and is in. */
export function JoinPage() {
  const { token } = useSearch({ from: "/join" });
  return <Alone>{token ? <Invitation token={token} /> : <NotWhole />}</Alone>;
}

function Invitation({ token }: { token: string }) {
  const invitation = useQuery({ ...read("/join", { token }), staleTime: Infinity, refetchOnWindowFocus: false });
  if (invitation.isPending) return <Loading />;
  if (invitation.isError)
    return invitation.error instanceof ApiError && invitation.error.status === 404 ? (
      <NotWhole />
    ) : (
      <ErrorState error={invitation.error} retry={() => void invitation.refetch()} />
    );
  const { organisation, standing, hasAccount } = invitation.data;
  if (standing === "used")
    return (
      <>
        <PageHead
          title="You have joined already"
          tab="Invitation"
          answer={`This link has been used. Sign in to ${organisation} as you chose.`}
        />
        <p className={rows.more}>
          <Link to="/sign-in" className={buttonClass("main")}>
            Sign in
          </Link>
        </p>
      </>
    );
  if (standing !== "open")
    return (
      <>
        <PageHead title={standing === "expired" ? "This invitation has run out" : "This invitation was withdrawn"} tab="Invitation" />
        <Empty>Ask whoever invited you to {organisation} for a new one. Nothing else was changed.</Empty>
      </>
    );
  return hasAccount ? <WithAccount {...invitation.data} token={token} /> : <NewAccount {...invitation.data} token={token} />;
}

type Open = Reply<"/join"> & { token: string };

function NewAccount({ organisation, name, email, token }: Open) {
  const router = useRouter();
  const queries = useQueryClient();
  const [missing, setMissing] = useState(false);
  const join = useMutation({
    mutationFn: (password: string) => api("POST", "/join", { token, password }),
    onSuccess: () => {
      queries.clear();
      router.history.push("/");
    },
  });
  const refused = join.error instanceof ApiError ? join.error.problems.find(({ path }) => path === "/password")?.message : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = typedIn(event.currentTarget)("password");
    setMissing(password === "");
    if (password !== "" && !join.isPending) join.mutate(password);
  };
  return (
    <>
      <PageHead
        title={`Welcome, ${name}`}
        tab="Invitation"
        answer={
          <>
            {organisation} has a place for you. You sign in as <b>{email}</b>; a passkey can be added later on your account page.
          </>
        }
      />
      <form className={rows.form} onSubmit={submit} noValidate>
        <input hidden readOnly name="username" autoComplete="username" value={email} />
        <TextField
          label="Choose a password"
          name="password"
          type="password"
          autoComplete="new-password"
          maxLength={128}
          hint="At least twelve characters. A few words that do not belong together are best."
          error={missing ? "Choose a password of at least twelve characters." : refused}
        />
        <p role="alert" className={rows.fault}>
          {refused === undefined ? join.error?.message : null}
        </p>
        <Button kind="main" type="submit" busy={join.isPending && "Joining…"}>
          Join {organisation}
        </Button>
      </form>
    </>
  );
}

function WithAccount({ organisation, email, token }: Open) {
  const router = useRouter();
  const queries = useQueryClient();
  const join = useMutation({
    mutationFn: () => api("POST", "/me/join", { token }),
    onSuccess: () => {
      queries.clear();
      router.history.push("/");
    },
  });
  const needsSignIn = join.error instanceof ApiError && join.error.status === 401;
  return (
    <>
      <PageHead
        title={`Join ${organisation}`}
        tab="Invitation"
        answer={
          <>
            Somebody signs in as <b>{email}</b> already. If it is you, join with that account: it needs no second password.
          </>
        }
      />
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {needsSignIn ? null : join.error?.message}
      </p>
      <p className={rows.bar}>
        <Button kind="main" busy={join.isPending && "Joining…"} onClick={() => join.mutate()}>
          Join {organisation}
        </Button>
        <Link to="/sign-in" search={{ to: `/join?token=${token}` }} className={buttonClass("quiet")}>
          Sign in first
        </Link>
      </p>
    </>
  );
}

const NotWhole = () => (
  <>
    <PageHead title="This link is not whole" tab="Invitation" />
    <Empty>Open the whole link of your invitation, or ask whoever invited you for a new one.</Empty>
  </>
);
