import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { addressed, textAt } from "../../../core/framework/address.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { useChanged } from "./notes-changed.ts";
import css from "./notes.module.css";

type Text = { node: string; label: string; text: string };

const fields: Readonly<Record<string, readonly (readonly [field: string, label: string])[]>> = {
  framework: [
    ["title", "the title"],
    ["description", "the description"],
  ],
  level: [
    ["title", "the title"],
    ["scope", "the scope"],
    ["distinguishes", "what separates it from the next"],
  ],
  competency: [
    ["title", "the name"],
    ["definition", "the definition"],
  ],
  domain: [
    ["title", "the title"],
    ["description", "the description"],
  ],
  requirement: [
    ["title", "the title"],
    ["description", "the description"],
  ],
};

/** The texts of a thing for which another wording can be suggested; statements one by one, and one more at their end. */
function textsOf(content: Framework, node: string): Text[] {
  const found = addressed(content, node);
  if (found === null) return [];
  const text = (at: string, label: string): Text[] => {
    const there = textAt(content, at);
    return there === null ? [] : [{ node: at, label, text: there.text }];
  };
  if (found.steps.length > 0) return text(node, "this text");
  if (found.change.entity !== "expectation")
    return (fields[found.change.entity] ?? []).flatMap(([field, label]) => text(`${node}/${field}`, label));
  const markers = Array.isArray(found.item["markers"]) ? found.item["markers"].length : 0;
  return Array.from({ length: markers + 1 }, (_, index) =>
    text(`${node}/markers/${index}`, index === markers ? "one more statement" : markers === 1 ? "the statement" : `statement ${index + 1}`),
  ).flat();
}

/** A note on a part of the draft and, for whoever knows better words, the words. What was typed stays until it is saved. */
export function Compose({ slug, node }: { slug: string; node: string }) {
  const id = useId();
  const changed = useChanged();
  const [body, setBody] = useState("");
  const [about, setAbout] = useState<string | null>(null);
  const [suggestion, setSuggestion] = useState("");
  const [asked, setAsked] = useState(false);
  const draft = useQuery({ ...read("/frameworks/:slug/draft", { slug }), enabled: about !== null, staleTime: 0 });
  const texts = draft.data && about !== null ? textsOf(draft.data.content, node) : [];
  const chosen = texts.find((text) => text.node === about) ?? texts[0];
  const words = suggestion.trim();
  const empty = body.trim() === "" && words === "";
  const add = useMutation({
    mutationFn: () =>
      api("POST", "/frameworks/:slug/draft/notes", {
        slug,
        body: body.trim(),
        ...(about !== null && chosen && words !== "" ? { node: chosen.node, suggestion: words } : { node }),
      }),
    onSuccess: () => {
      setBody("");
      setAbout(null);
      setSuggestion("");
      setAsked(false);
      return changed(false);
    },
  });
  const choose = (text: Text | undefined) => {
    setAbout(text?.node ?? "");
    setSuggestion(text?.text ?? "");
  };
  const suggest = async () => {
    setAbout("");
    const { data } = await draft.refetch();
    choose(data && textsOf(data.content, node)[0]);
  };
  return (
    <form
      className={css.compose}
      aria-label="A new note"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!empty) add.mutate();
      }}
    >
      <label htmlFor={`${id}-body`}>Note</label>
      <textarea
        id={`${id}-body`}
        rows={2}
        maxLength={4000}
        value={body}
        aria-invalid={asked && empty ? true : undefined}
        aria-describedby={asked && empty ? `${id}-fault` : undefined}
        onChange={(event) => setBody(event.target.value)}
      />
      {about !== null && chosen && (
        <>
          {texts.length > 1 && (
            <Select
              label="Another wording for"
              value={chosen.node}
              options={texts.map((text) => ({ value: text.node, label: text.label }))}
              onChange={(wanted) => choose(texts.find((text) => text.node === wanted))}
            />
          )}
          <textarea
            aria-label={`Suggested wording for ${chosen.label}`}
            rows={2}
            maxLength={4000}
            value={suggestion}
            onChange={(event) => setSuggestion(event.target.value)}
          />
        </>
      )}
      {asked && empty && (
        <p id={`${id}-fault`} className={css.fault}>
          Write something first.
        </p>
      )}
      {add.isError && (
        <p role="alert" className={css.fault}>
          {add.error.message} What you typed is kept.
        </p>
      )}
      <div className={css.actions}>
        <Button type="submit" busy={add.isPending && "Adding…"}>
          Add the note
        </Button>
        {about === null && node !== "framework" && (
          <Button kind="quiet" onClick={() => void suggest()}>
            Suggest another wording
          </Button>
        )}
      </div>
    </form>
  );
}
