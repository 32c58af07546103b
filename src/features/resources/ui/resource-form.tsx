import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { cpdKinds, cpdKindWords, hoursText, minutesOf, type CpdKind } from "../../../core/cpd/entry.ts";
import { minorUnits } from "../../../core/plan/action.ts";
import { ApiError } from "../../../http/client.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import type { Resource } from "./resource-words.ts";
import s from "./resources.module.css";

type Thing = { framework: string; expectation?: string; requirement?: string };
const currencies = ["GBP", "EUR", "USD"];

/** Something to learn from, as it is added or changed, in the frame that it opens in. */
export function ResourceForm({
  resource,
  serves,
  canLater,
  onClose,
}: {
  /** Null for a new one. */
  resource: Resource | null;
  /** What a new one is for, where that is known already. */
  serves: Thing | null;
  /** Whether something may be put on the list for nothing yet. */
  canLater: boolean;
  /** @param said what has been done, null where nothing was. */
  onClose: (said: string | null) => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const [kind, setKind] = useState<CpdKind>(resource?.kind ?? "course");
  const [currency, setCurrency] = useState(resource?.cost?.currency ?? "GBP");
  const [framework, setFramework] = useState("");
  const [thing, setThing] = useState("");
  const [wrong, setWrong] = useState<{ hours?: string; cost?: string; serves?: string }>({});
  const choices = useQuery({
    ...read("/resources/choices", framework === "" ? {} : { framework }),
    enabled: resource === null && serves === null,
  });
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opened = frame.current;
    opened?.querySelector<HTMLElement>("input")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close.current(null);
    opened?.addEventListener("keydown", onKey);
    return () => opened?.removeEventListener("keydown", onKey);
  }, []);
  const save = useMutation({
    mutationFn: (fields: {
      title: string;
      url: string | null;
      provider: string | null;
      note: string | null;
      minutes: number | null;
      minor: number | null;
    }) => {
      const { minor, ...more } = fields;
      const given = { kind, ...more, cost: minor === null ? null : { minor, currency } };
      if (resource !== null)
        return api(
          "PATCH",
          "/resources/:resourceId",
          { resourceId: resource.id, ...given },
          { headers: { "if-match": `"${resource.tag}"` } },
        );
      const [what = "", which = ""] = thing.split(" ");
      const chosen: Thing | null = serves ?? (which === "" ? null : { framework, [what]: which });
      return api("POST", "/resources", { ...given, serves: chosen === null ? [] : [chosen] });
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries();
      onClose(resource === null ? `${saved.title} is on the list.` : `${saved.title} is changed.`);
    },
    // What they see beside the form is then how it stands.
    onError: (error) => void (error instanceof ApiError && error.code === "stale" && queries.invalidateQueries()),
  });
  const fault = (path: string) =>
    save.error instanceof ApiError
      ? save.error.problems.find((each) => each.path === path || each.path.startsWith(`${path}/`))?.message
      : undefined;
  const units = minorUnits(currency);
  const { minutes: hours = null, cost = null } = resource ?? {};
  return (
    <section ref={frame} className={s.frame} aria-labelledby={id}>
      <h3 id={id}>{resource === null ? "Add something to learn from" : `Change ${resource.title}`}</h3>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          const of = typedIn(event.currentTarget);
          const orNull = (name: string) => (of(name).trim() === "" ? null : of(name).trim());
          const [length, price] = [orNull("hours"), orNull("cost")];
          const minutes = length === null ? null : minutesOf(length);
          const amount = price === null ? null : Number(price.replace(",", "."));
          const minor = amount === null ? null : Math.round(amount * units);
          const faults = {
            ...(length !== null && minutes === null ? { hours: "Write a length such as 1.5, 1:30 or 45 min." } : {}),
            ...(minor !== null && !(Number.isSafeInteger(minor) && minor >= 0)
              ? { cost: "Write an amount such as 45 or 12.50; 0 where it is free." }
              : {}),
            ...(resource === null && serves === null && !canLater && thing === "" ? { serves: "Say what it is for." } : {}),
          };
          setWrong(faults);
          if (Object.keys(faults).length === 0 && !save.isPending)
            save.mutate({
              title: of("title").trim(),
              url: orNull("url"),
              provider: orNull("provider"),
              note: orNull("note"),
              minutes,
              minor,
            });
        }}
      >
        <TextField
          label="Title"
          name="title"
          defaultValue={resource?.title ?? ""}
          required
          maxLength={200}
          autoComplete="off"
          error={fault("/title")}
        />
        <TextField
          label="Link, if it is on the web"
          name="url"
          type="url"
          defaultValue={resource?.url ?? ""}
          maxLength={2000}
          placeholder="https://"
          autoComplete="off"
          error={fault("/url")}
          hint="From https:// on."
        />
        <Select
          label="Kind"
          options={cpdKinds.map((value) => ({ value, label: cpdKindWords[value] }))}
          value={kind}
          // One of the options, which are kinds.
          onChange={(value) => setKind(value as CpdKind)}
        />
        <TextField label="Provider" name="provider" defaultValue={resource?.provider ?? ""} maxLength={200} autoComplete="off" />
        <TextField
          label="Hours it takes"
          name="hours"
          defaultValue={hours === null ? "" : hoursText(hours)}
          inputMode="decimal"
          autoComplete="off"
          error={wrong.hours ?? fault("/minutes")}
          hint="1.5, 1:30 or 45 min; empty where nobody can say."
        />
        <div className={s.cost}>
          <TextField
            label="Cost"
            name="cost"
            defaultValue={cost === null ? "" : String(cost.minor / minorUnits(cost.currency))}
            inputMode="decimal"
            autoComplete="off"
            error={wrong.cost ?? fault("/cost")}
            hint="0 where it is free; empty where it is not known."
          />
          <Select
            label="Currency"
            quiet
            options={[...new Set([...currencies, currency])].map((value) => ({ value, label: value }))}
            value={currency}
            onChange={setCurrency}
          />
        </div>
        <TextField
          label="Note: how to get to it, who it is good for"
          name="note"
          defaultValue={resource?.note ?? ""}
          maxLength={4000}
          autoComplete="off"
        />
        {resource === null && serves === null && choices.data && (
          <div className={s.pick}>
            <Select
              label="For the ladder"
              options={[
                { value: "", label: "Choose a ladder" },
                ...choices.data.frameworks.map(({ slug, title }) => ({ value: slug, label: title })),
              ]}
              value={framework}
              onChange={(value) => {
                setFramework(value);
                setThing("");
              }}
            />
            {framework !== "" && (
              <Select
                label="What it is for"
                options={[
                  { value: "", label: "Choose what it is for" },
                  ...choices.data.asks.map((ask) => ({ value: `${ask.kind} ${ask.id}`, label: `${ask.levelTitle}: ${ask.title}` })),
                ]}
                value={thing}
                onChange={setThing}
              />
            )}
            {(wrong.serves ?? fault("/serves")) && <p className={s.fault}>{wrong.serves ?? fault("/serves")}</p>}
          </div>
        )}
        {save.error && (
          <p role="alert" className={s.fault}>
            {save.error.message} Nothing was changed; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={save.isPending && "Saving…"}>
            {resource === null ? "Add it" : "Save it"}
          </Button>
          <Button kind="quiet" onClick={() => onClose(null)}>
            {resource === null ? "Leave it" : "Leave it as it is"}
          </Button>
        </div>
      </form>
    </section>
  );
}
