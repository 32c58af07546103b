import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { SettingsTabs } from "../../../web/parts/settings-tabs.tsx";
import { capital, counted, shortDate } from "../../../web/parts/words.ts";
import { roleNames } from "../../../core/access/roles.ts";
import { GrantForm } from "./grant-form.tsx";
import { limits } from "./limits.ts";
import { PastRoles } from "./past-roles.tsx";

export type Roles = Reply<"/roles">;
const route = getRouteApi("/in/settings/roles");

/** Who may do what beyond reading the ladders: everybody's, or with `?person=` one person's. */
export function RolesPage() {
  const { person } = route.useSearch();
  const asked = person === undefined ? {} : { person };
  const list = useInfiniteQuery({
    queryKey: ["/roles", "pages", asked],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/roles", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  });
  const of = useQuery({ ...read("/people/:personId", { personId: person ?? "" }), enabled: person !== undefined }).data?.person;
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const [first] = list.data.pages;
  const items = list.data.pages.flatMap((page) => page.items);
  const people = first?.people ?? 0;
  return (
    <>
      <PageHead
        title={of ? `Roles of ${of.name}` : "Roles"}
        crumbs={
          of
            ? [
                <Link key="roles" to="/settings/roles" search={{}}>
                  Roles
                </Link>,
              ]
            : []
        }
        answer={
          of ? (
            items.length === 0 ? (
              "Sees the ladders, and what is their own, like everybody."
            ) : (
              <>
                Has <b>{counted(items.length, "role")}</b> beyond what everybody has.
              </>
            )
          ) : (
            <>
              <b>{counted(people, "person", "people")}</b> have a role. All others see the ladders and what is their own; managers see their
              people’s, without a role.
            </>
          )
        }
      />
      {of === undefined && <SettingsTabs />}
      {first !== undefined && first.grantable.length > 0 && <GrantForm roles={first} to={of} />}
      {items.length === 0 ? (
        <Empty>No role has been given yet.</Empty>
      ) : (
        <ul className={rows.rows} aria-label="Roles that hold">
          {items.map((grant) => (
            <Held key={grant.id} grant={grant} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className={rows.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more roles
          </Button>
        </p>
      )}
      <PastRoles person={person} />
    </>
  );
}

function Held({ grant }: { grant: Roles["items"][number] }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api("DELETE", "/roles/:grantId", { grantId: grant.id }),
    // One's own role may have gone: what one may do is asked anew.
    onSuccess: () => queries.invalidateQueries(),
  });
  const { person, role, expiresOn, by, at, can } = grant;
  return (
    <li>
      <span>
        <Link to="/settings/roles" search={{ person: person.id }}>
          <b>{person.name}</b>
        </Link>
        <small>
          since {shortDate(at)}
          {by !== null && `, by ${by}`}
        </small>
      </span>
      <span className={rows.state}>
        {capital(roleNames[role])}
        {limits(grant)}
        {expiresOn !== null && <small>ends on {shortDate(expiresOn)}</small>}
        {person.leftOn !== null && <small>leaves on {shortDate(person.leftOn)}</small>}
      </span>
      <span className={rows.acts}>
        {can.revoke && (
          <Button kind="quiet" busy={revoke.isPending && "Taking back…"} onClick={() => revoke.mutate()}>
            Take back<span className="hidden">{` the role ${roleNames[role]} of ${person.name}`}</span>
          </Button>
        )}
        <small role="alert" className={rows.fault}>
          {revoke.error?.message}
        </small>
      </span>
    </li>
  );
}
