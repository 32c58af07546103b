import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import type { Resource } from "./resource-words.ts";
import s from "./resources.module.css";

/** Says of something on the list that it is for one more thing. */
export function AttachForm({ resource, onClose }: { resource: Resource; onClose: (said: string | null) => void }) {
  const queries = useQueryClient();
  const [framework, setFramework] = useState("");
  const [thing, setThing] = useState("");
  const choices = useQuery(read("/resources/choices", framework === "" ? {} : { framework }));
  const attach = useMutation({
    mutationFn: () => {
      const [what = "", which = ""] = thing.split(" ");
      return api("POST", "/resources/:resourceId/serves", { resourceId: resource.id, framework, [what]: which });
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose(`${resource.title} is offered there now.`);
    },
  });
  if (choices.data === undefined) return null;
  return (
    <form
      className={s.pick}
      aria-label={`What ${resource.title} is for`}
      onSubmit={(event) => {
        event.preventDefault();
        if (thing !== "" && !attach.isPending) attach.mutate();
      }}
    >
      <Select
        label="Ladder"
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
      {attach.isError && (
        <p role="alert" className={s.fault}>
          {attach.error.message}
        </p>
      )}
      <div className={s.foot}>
        {thing !== "" && (
          <Button type="submit" busy={attach.isPending && "Saving…"}>
            Offer it there
          </Button>
        )}
        <Button kind="quiet" onClick={() => onClose(null)}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
