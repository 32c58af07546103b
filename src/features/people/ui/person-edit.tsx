import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { noLevel } from "./level-choice.tsx";
import s from "./person-edit.module.css";
import { PersonFields, type Chosen, type Editing, type Person } from "./person-fields.tsx";

const kindOf = { place: "placement", line: "line", leave: "leave", share: "share" } as const;

const titleOf = (editing: Editing, name: string): string => {
  const right = "fact" in editing && editing.fact !== undefined;
  switch (editing.what) {
    case "details":
      return `What is written of ${name}`;
    case "place":
      return right ? "Put this placement right" : `Place ${name} at a level`;
    case "line":
      return right ? "Put this reporting line right" : `To whom ${name} reports`;
    case "leave":
      return right ? "Put this leave right" : `Leave of ${name}`;
    case "share":
      return right ? "Put this share right" : `How much of full time ${name} works`;
    case "depart":
      return `${name} leaves`;
    case "return":
      return `${name} works here again`;
  }
};

/** One change to a person's page, in the frame that it opens in. Nothing typed is lost where it is refused. */
export function PersonEdit({ page, editing, onClose }: { page: Person; editing: Editing; onClose: (done: boolean) => void }) {
  const queries = useQueryClient();
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const { person } = page;
  const personId = person.id;
  const headers = { "if-match": `"${page.tag}"` };
  const fact = "fact" in editing ? editing.fact : undefined;
  const place = editing.what === "place" ? (editing.fact ?? person.place) : null;
  const [chosen, setChosen] = useState<Chosen>({
    level: place === null ? noLevel : { framework: place.framework, version: String(place.version), level: place.level },
    manager: editing.what === "line" ? (editing.fact?.manager ?? null) : null,
    team: page.teams.at(-1)?.id ?? "",
    kind: editing.what === "leave" ? (editing.fact?.kind ?? "parental") : "parental",
  });
  const { level, manager, team, kind } = chosen;
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opened = frame.current;
    opened?.querySelector<HTMLElement>("input, select")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close.current(false);
    opened?.addEventListener("keydown", onKey);
    return () => opened?.removeEventListener("keydown", onKey);
  }, []);

  const save = useMutation({
    mutationFn: async (of: (name: string) => string): Promise<unknown> => {
      const orNull = (name: string) => of(name).trim() || null;
      const why = { ...(of("reason").trim() === "" ? {} : { reason: of("reason") }), ...(fact === undefined ? {} : { corrects: fact.id }) };
      const dated = { personId, from: of("from"), ...why };
      switch (editing.what) {
        case "details":
          return api(
            "PATCH",
            "/people/:personId",
            {
              personId,
              name: of("name"),
              employeeNumber: of("number"),
              email: orNull("email"),
              location: orNull("location"),
              startedOn: orNull("start"),
              team: team === "" ? null : team,
            },
            { headers },
          );
        case "place": {
          const chosen = level.level === "" ? null : { framework: level.framework, version: Number(level.version), level: level.level };
          return api("POST", "/people/:personId/placements", { ...dated, level: chosen }, { headers });
        }
        case "line":
          return api("POST", "/people/:personId/lines", { ...dated, manager: manager?.id ?? null }, { headers });
        case "leave":
          return api("POST", "/people/:personId/leave", { ...dated, kind, to: orNull("to") }, { headers });
        case "share":
          return api("POST", "/people/:personId/shares", { ...dated, share: Number(of("share")) / 100 }, { headers });
        case "depart":
        case "return": {
          const path = editing.what === "depart" ? "/people/:personId/departure" : "/people/:personId/return";
          return api("POST", path, { personId, on: of("from"), ...(why.reason === undefined ? {} : { reason: why.reason }) }, { headers });
        }
      }
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose(true);
    },
    // What they see beside the form is then how it stands.
    onError: (error) => void (error instanceof ApiError && error.code === "stale" && queries.invalidateQueries()),
  });
  const retract = useMutation({
    mutationFn: async (reason: string) =>
      fact === undefined || !(editing.what in kindOf)
        ? null
        : api(
            "POST",
            "/people/:personId/retractions",
            { personId, kind: kindOf[editing.what as keyof typeof kindOf] /* asked the line above */, id: fact.id, reason },
            { headers },
          ),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose(true);
    },
  });
  const error = save.error ?? retract.error;
  const fault = (path: string) => (error instanceof ApiError ? error.problems.find((each) => each.path === path)?.message : undefined);
  const isRight = fact !== undefined;
  const asksWhy = editing.what !== "details";
  const form = useRef<HTMLFormElement>(null);
  const verb: Readonly<Record<Editing["what"], string>> = {
    details: "Save what is written",
    place: level.level === "" ? "Place them on no ladder" : "Place them there",
    line: manager === null ? "They report to nobody" : `They report to ${manager.name}`,
    leave: "Record this leave",
    share: "Record this share",
    depart: "Record that they leave",
    return: "Record that they are back",
  };
  return (
    <section ref={frame} className={s.frame} aria-labelledby={id}>
      <h2 id={id}>{titleOf(editing, person.name)}</h2>
      <form
        ref={form}
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          retract.reset();
          save.mutate(typedIn(event.currentTarget));
        }}
      >
        <PersonFields page={page} editing={editing} chosen={chosen} onChoose={(more) => setChosen({ ...chosen, ...more })} fault={fault} />
        {asksWhy && (
          <TextField
            label={isRight ? "Why is it put right?" : "Why? (if it is worth keeping)"}
            name="reason"
            maxLength={4000}
            required={isRight}
            autoComplete="off"
            hint="Read by whoever reads this history."
          />
        )}
        {error && (
          <p role="alert" className={s.fault}>
            {error.message} Nothing was changed; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={save.isPending && "Saving…"}>
            {isRight ? "Put it right" : verb[editing.what]}
          </Button>
          {isRight && (
            <Button
              busy={retract.isPending && "Saving…"}
              onClick={() => {
                save.reset();
                if (form.current?.reportValidity()) retract.mutate(typedIn(form.current)("reason"));
              }}
            >
              It never was
            </Button>
          )}
          <Button kind="quiet" onClick={() => onClose(false)}>
            Cancel
          </Button>
        </div>
      </form>
    </section>
  );
}
