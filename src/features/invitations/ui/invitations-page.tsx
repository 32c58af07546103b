import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { invitationWords } from "../../../core/people/invitation.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { counted, shortDate } from "../../../web/parts/words.ts";

type List = Reply<"/invitations">;
type State = List["items"][number]["state"];
const route = getRouteApi("/in/people/invitations");

const stateWords: Readonly<Record<State, string>> = invitationWords;
const states = Object.keys(stateWords) as State[]; // the keys of a Record of them

/** Who can sign in, who is invited, and who is still to be. */
export function InvitationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const state = states.find((each) => each === search.state);
  const asked = { ...(state === undefined ? {} : { state }), ...(search.team === undefined ? {} : { team: search.team }) };
  const list = useInfiniteQuery({
    queryKey: ["/invitations", asked],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/invitations", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  });
  const teams = useQuery(read("/teams", {})).data?.items ?? [];
  const refresh = () => queries.invalidateQueries({ queryKey: ["/invitations"] });
  const invite = useMutation({
    mutationFn: (whom: { people: string[] } | { everybody: true; team?: string }) => api("POST", "/invitations", whom),
    onSuccess: refresh,
  });
  const withdraw = useMutation({
    mutationFn: (personId: string) => api("DELETE", "/people/:personId/invitation", { personId }),
    onSuccess: refresh,
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const [first] = list.data.pages;
  const count = (of: State) => first?.counts.find((each) => each.state === of)?.count ?? 0;
  const items = list.data.pages.flatMap((page) => page.items);
  const team = teams.find(({ id }) => id === search.team);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title={count("none") === 0 ? "Everybody with an address is invited" : `${counted(count("none"), "person", "people")} to invite`}
        tab="Invitations"
        answer={
          <>
            <b>{counted(count("joined"), "person", "people")}</b> can sign in, <b>{count("invited")}</b>{" "}
            {count("invited") === 1 ? "is" : "are"} invited.{" "}
            {first?.mail === false && "There is no mail server: each invitation is held under Settings, Messages, to be passed on."}
          </>
        }
        tools={
          count("none") > 0 && (
            <Button
              kind="main"
              busy={invite.isPending && "Inviting…"}
              onClick={() => invite.mutate({ everybody: true, ...(team === undefined ? {} : { team: team.id }) })}
            >
              {team === undefined ? "Invite everybody never invited" : `Invite those of ${team.name}`}
            </Button>
          )
        }
      />
      <div className={rows.bar}>
        <Select
          label="Show"
          options={[
            { value: "", label: "everybody" },
            ...states.map((each) => ({ value: each, label: `${stateWords[each]} (${count(each)})` })),
          ]}
          value={state ?? ""}
          onChange={(value) => void navigate({ search: (old) => told({ ...old, state: value }) })}
        />
        <Select
          label="of"
          options={[{ value: "", label: "all teams" }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          value={search.team ?? ""}
          onChange={(value) => void navigate({ search: (old) => told({ ...old, team: value }) })}
        />
      </div>
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {invite.error?.message ?? withdraw.error?.message}
      </p>
      <p className={rows.told} aria-live="polite">
        {invite.isSuccess && `${counted(invite.data.invited, "invitation")} written.`}
      </p>
      {items.length === 0 ? (
        <Empty>Nobody is in this state.</Empty>
      ) : (
        <ul className={rows.rows} aria-label="People and their invitations">
          {items.map(({ person, state: standing, invitedAt, expiresAt, by }) => (
            <li key={person.id}>
              <span>
                <Link to="/people/$personId" params={{ personId: person.id }}>
                  <b>{person.name}</b>
                </Link>
                <small>{[person.email, person.team].filter((each) => each !== null).join(", ")}</small>
              </span>
              <span className={rows.state}>
                {stateWords[standing]}
                {standing === "invited" && expiresAt !== null && <small>good until {shortDate(expiresAt)}</small>}
                {standing !== "joined" && invitedAt !== null && by !== null && (
                  <small>
                    {shortDate(invitedAt)}, by {by}
                  </small>
                )}
              </span>
              <span className={rows.acts}>
                {standing !== "joined" && standing !== "no-address" && (
                  <Button kind="quiet" onClick={() => invite.mutate({ people: [person.id] })}>
                    {standing === "none" ? "Invite" : "Invite again"}
                    <span className="hidden"> {person.name}</span>
                  </Button>
                )}{" "}
                {standing === "joined" && first?.can["account.recover"] === true && (
                  <Link to="/people/$personId/recover" params={{ personId: person.id }}>
                    Lost every key<span className="hidden">: let {person.name} in again</span>
                  </Link>
                )}
                {standing === "invited" && (
                  <Button kind="quiet" onClick={() => withdraw.mutate(person.id)}>
                    Withdraw<span className="hidden"> the invitation of {person.name}</span>
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className={rows.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more people
          </Button>
        </p>
      )}
    </>
  );
}

/** Without what was left empty. */
const told = (search: Record<string, string | undefined>) => Object.fromEntries(Object.entries(search).filter(([, value]) => value));
