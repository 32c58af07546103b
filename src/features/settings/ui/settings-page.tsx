import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { SettingsTabs } from "../../../web/parts/settings-tabs.tsx";
import { BackupsPart } from "./backups-part.tsx";
import { FairnessPart, OrganisationPart, SecurityPart, WeekPart, WordsPart } from "./settings-parts.tsx";
import { LearningPart } from "./learning-part.tsx";
import { RetentionPart } from "./retention-part.tsx";
import css from "./settings.module.css";

type Settings = Reply<"/settings">;
/** What the form holds: everything as it would be saved. */
export type Draft = { name: string; timeZone: string; settings: Settings["settings"] };
export type PartProps = {
  draft: Draft;
  /** What is wrong with a field, by its JSON Pointer in the request. */
  fault: (path: string) => string | undefined;
  change: (more: Partial<Draft>) => void;
  set: <K extends keyof Draft["settings"]>(name: K, value: Draft["settings"][K]) => void;
};

export function SettingsPage() {
  const settings = useQuery(read("/settings", {}));
  return (
    <>
      <PageHead
        title="Settings"
        answer="What your organisation decides for itself. Whatever is changed here is in the audit log, with what it was before."
      />
      <SettingsTabs />
      {settings.isPending && <Loading />}
      {settings.isError && <ErrorState error={settings.error} retry={() => void settings.refetch()} />}
      {/* A form of its own for what it was read from: nothing typed is thrown away by a later reading. */}
      {settings.data && <SettingsForm settings={settings.data} />}
      {settings.data && (
        <div className={css.form}>
          <BackupsPart />
        </div>
      )}
    </>
  );
}

const draftOf = ({ organisation: { name, timeZone }, settings }: Settings): Draft => ({ name, timeZone, settings });

function SettingsForm({ settings }: { settings: Settings }) {
  const queries = useQueryClient();
  const [base, setBase] = useState(settings);
  const [draft, setDraft] = useState(() => draftOf(settings));
  const save = useMutation({
    mutationFn: () => {
      const { demo: _, ...decided } = draft.settings;
      return api(
        "PATCH",
        "/settings",
        { name: draft.name, timeZone: draft.timeZone, settings: decided },
        { headers: { "if-match": `"${base.tag}"` } },
      );
    },
    onSuccess: (saved) => {
      setBase(saved);
      setDraft(draftOf(saved));
      // The words are on every page.
      return queries.invalidateQueries();
    },
  });
  const theirs = async () => {
    const now = await queries.fetchQuery({ ...read("/settings", {}), staleTime: 0 });
    setBase(now);
    setDraft(draftOf(now));
  };
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  const stale = save.error instanceof ApiError && save.error.status === 412;
  const faults = save.error instanceof ApiError ? save.error.problems : [];
  const change = (more: Partial<Draft>) => {
    if (save.isSuccess) save.reset();
    setDraft((old) => ({ ...old, ...more }));
  };
  const props: PartProps = {
    draft,
    fault: (path) => faults.find((each) => each.path.startsWith(path))?.message,
    change,
    set: (name, value) => change({ settings: { ...draft.settings, [name]: value } }),
  };
  const mayChange = base.can["settings.change"];
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <fieldset className={css.form} disabled={!mayChange}>
        <OrganisationPart {...props} />
        <WordsPart {...props} />
        <WeekPart {...props} />
        <LearningPart {...props} />
        <FairnessPart {...props} />
        <SecurityPart {...props} />
        <RetentionPart {...props} />
      </fieldset>
      {mayChange ? (
        <div className={css.foot}>
          <Button type="submit" kind="main" busy={save.isPending && "Saving…"}>
            Save settings
          </Button>
          <span role="status" className={save.isSuccess ? css.done : undefined}>
            {save.isSuccess && !changed ? "Saved" : changed ? "Not saved yet" : ""}
          </span>
          {stale ? (
            <p role="alert" className={css.fault}>
              Somebody else changed the settings since you opened this page. What you typed is still here.{" "}
              <Button
                kind="quiet"
                onClick={() => {
                  save.reset();
                  void theirs();
                }}
              >
                Show theirs instead
              </Button>
            </p>
          ) : (
            save.isError && (
              <p role="alert" className={css.fault}>
                {save.error.message} Nothing was saved, and what you typed is still here.
              </p>
            )
          )}
        </div>
      ) : (
        <p className="q3">You may read the settings. Administrators change them.</p>
      )}
    </form>
  );
}
