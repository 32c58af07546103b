import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PeopleOfRole, type Person } from "./review-people.tsx";
import css from "./review.module.css";

const route = getRouteApi("/in/ladders/$slug/stewards");
type Stewards = Reply<"/frameworks/:slug/stewards">;

/** Who owns a framework, writes it, reviews it and publishes it, and whether anybody on the web may read it. */
export function StewardsPage() {
  const { slug } = route.useParams();
  const stewards = useQuery(read("/frameworks/:slug/stewards", { slug }));
  if (stewards.isPending) return <Loading />;
  if (stewards.isError) return <ErrorState error={stewards.error} retry={() => void stewards.refetch()} />;
  return <Page key={slug} slug={slug} stored={stewards.data} />;
}

/** What the ladder is called, published or not yet; its slug until that is known. */
function useTitleOf(slug: string): { title: string; published: boolean } {
  const drafts = useQuery(read("/drafts", { limit: 200 }));
  const draft = drafts.data?.items.find((one) => one.slug === slug);
  const unpublished = draft?.baseVersion === null;
  const versions = useQuery({ ...read("/frameworks/:slug/versions", { slug }), enabled: !drafts.isPending && !unpublished });
  return { title: versions.data?.title ?? draft?.title ?? slug, published: versions.data !== undefined };
}

function Page({ slug, stored }: { slug: string; stored: Stewards }) {
  const [draft, setDraft] = useState(stored);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      api("PUT", "/frameworks/:slug/stewards", {
        slug,
        owner: draft.owner?.id ?? null,
        authors: draft.authors.map(({ id }) => id),
        reviewers: draft.reviewers.map(({ id }) => id),
        publishers: draft.publishers.map(({ id }) => id),
        public: draft.public,
        ownWork: draft.ownWork,
      }),
    onSuccess: (now) => {
      setDraft(now);
      return queries.invalidateQueries({
        predicate: ({ queryKey: [path] }) => typeof path === "string" && path.startsWith("/frameworks/:slug"),
      });
    },
  });
  const may = stored.can.steward;
  const change = (more: Partial<Stewards>) => {
    save.reset();
    setDraft({ ...draft, ...more });
  };
  const { title, published } = useTitleOf(slug);
  const owner: readonly Person[] = draft.owner ? [draft.owner] : [];
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="ladders" to="/ladders">
            Ladders
          </Link>,
          published ? (
            <Link key="ladder" to="/ladders/$slug/history" params={{ slug }}>
              {title}
            </Link>
          ) : (
            <Link key="ladder" to="/ladders/$slug/edit" params={{ slug }}>
              {title}
            </Link>
          ),
        ]}
        title={`Who looks after ${title}`}
        tab={`${title}, who looks after it`}
        answer={
          draft.owner ? (
            <>
              <b>{draft.owner.name}</b> owns it: whoever has a question about it asks there.
            </>
          ) : (
            "Nobody owns it yet. Whoever has a question about it should know whom to ask."
          )
        }
      />
      <div className={css.stewards}>
        <PeopleOfRole
          title="Owner"
          says="Answers for it."
          people={owner}
          may={may}
          one
          onChange={([person]) => change({ owner: person ?? null })}
        />
        <PeopleOfRole
          title="Authors"
          says="Write its drafts."
          people={draft.authors}
          may={may}
          onChange={(authors) => change({ authors: [...authors] })}
        />
        <PeopleOfRole
          title="Reviewers"
          says="Comment on its drafts, approve them or send them back."
          people={draft.reviewers}
          may={may}
          onChange={(reviewers) => change({ reviewers: [...reviewers] })}
        />
        <PeopleOfRole
          title="Publishers"
          says="Publish its versions, beside the people partners."
          people={draft.publishers}
          may={may}
          onChange={(publishers) => change({ publishers: [...publishers] })}
        />
        <section className={css.rules} aria-label="Rules">
          <h2>Rules</h2>
          {may ? (
            <>
              <Select
                label="What one has written oneself"
                value={draft.ownWork}
                options={[
                  {
                    value: "organisation",
                    label: draft.organisationAllowsOwnWork
                      ? "may be published unapproved, as everywhere here"
                      : "needs another’s approval, as everywhere here",
                  },
                  { value: "allowed", label: "may be published unapproved" },
                  { value: "refused", label: "needs another’s approval" },
                ]}
                onChange={(value) => change({ ownWork: value === "allowed" || value === "refused" ? value : "organisation" })}
              />
              <label>
                <input type="checkbox" checked={draft.public} onChange={(event) => change({ public: event.target.checked })} />
                <span>Anybody on the web may read the published ladder</span>
              </label>
            </>
          ) : (
            <p>{draft.public ? "Anybody on the web may read the published ladder." : "It is read within the organisation."}</p>
          )}
          {draft.public && <PublicAddress slug={slug} published={published} saved={(save.data ?? stored).public} />}
        </section>
        {may && (
          <div className={css.save}>
            <Button kind="main" busy={save.isPending && "Saving…"} onClick={() => save.mutate()}>
              Save who looks after it
            </Button>
            <p aria-live="polite">{save.isSuccess ? "Saved." : ""}</p>
            {save.isError && (
              <p role="alert" className={css.fault}>
                {save.error.message} What you chose is kept here.
              </p>
            )}
          </div>
        )}
      </div>
    </>
  );
}

/** Where everybody reads it. A page that is not there yet is no link. */
function PublicAddress({ slug, published, saved }: { slug: string; published: boolean; saved: boolean }) {
  const organisation = useQuery(read("/me", {})).data?.organisation.slug;
  if (organisation === undefined) return null;
  const path = `/public/${organisation}/${slug}`;
  const address = `${location.origin}${path}`;
  return (
    <p className={css.address}>
      {published && saved ? (
        <>
          It is read at <a href={path}>{address}</a>, without signing in.
        </>
      ) : (
        <>
          It will be read at <span>{address}</span> once {saved ? "a version is published" : "this is saved"}.
        </>
      )}
    </p>
  );
}
