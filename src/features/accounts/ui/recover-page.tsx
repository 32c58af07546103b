import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Opened } from "./account-part.tsx";
import { type Proof, proofOf, proofPaths, ProofField } from "./proof-field.tsx";
import css from "./account.module.css";

const route = getRouteApi("/in/people/$personId/recover");

/** For an owner, where somebody can no longer show the second factor that is asked of them. */
export function RecoverPage() {
  const { personId } = route.useParams();
  const navigate = route.useNavigate();
  const person = useQuery(read("/people/:personId", { personId }));
  const account = useQuery(read("/account", {}));
  const lift = useMutation({
    mutationFn: (proof: Proof) => api("POST", "/people/:personId/second-factor/lift", { personId, proof }),
  });
  if (person.isPending || account.isPending) return <Loading />;
  if (person.isError) return <ErrorState error={person.error} retry={() => void person.refetch()} />;
  if (account.isError) return <ErrorState error={account.error} retry={() => void account.refetch()} />;
  const { name } = person.data.person;
  const crumbs = [
    <Link key="people" to="/people">
      People
    </Link>,
    <Link key="invitations" to="/people/invitations" search={{ state: "joined" }}>
      Invitations
    </Link>,
  ];
  if (lift.isSuccess)
    return (
      <PageHead
        crumbs={crumbs}
        title={`${name} can sign in again`}
        tab="Let in again"
        answer="Their password lets them in, or a link from the sign-in page where they have none. They have been told by e-mail."
      />
    );
  return (
    <>
      <PageHead
        crumbs={crumbs}
        title={`Let ${name} in again`}
        tab="Let in again"
        answer={`For when ${name} has lost every passkey, the app and the recovery codes. One recovery code, or one passkey, would do: ask first.`}
      />
      <div className={css.parts}>
        <p className={css.why}>
          All of their passkeys, the app and the recovery codes are taken away, the address for their calendar is withdrawn, and they are
          signed out everywhere. Where a second factor is asked for, they set up a new one before anything else. They are told by e-mail who
          did this, and it is in the audit log.
        </p>
        <Opened
          label={`Letting ${name} in again`}
          doing={lift}
          verb="Take their keys away"
          busy="Taking them away…"
          shown={proofPaths}
          close={() => void navigate({ to: "/people/invitations", search: { state: "joined" } })}
          submit={(typed) => lift.mutate(proofOf(account.data, typed))}
        >
          <ProofField account={account.data} error={lift.error} />
        </Opened>
      </div>
    </>
  );
}
