import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import type { Framework } from "../../../core/framework/document.ts";
import { slug } from "../../../core/framework/slug.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import css from "./gallery.module.css";
import shared from "./exchange.module.css";

export type Origin = { template: string } | { framework: string; version?: number } | { blank: { kind: Framework["kind"] } };

/** Words in addresses that lead to pages about all ladders. */
const taken = ["new", "import"];
const form = /^[a-z0-9]+(?:[-._][a-z0-9]+)*$/;

/**
 * What the new ladder is called; then it is begun, and its editor opens.
 *
 * @param origin what it begins as. @param content what stands in it from the start, instead of that.
 */
export function BeginForm({
  origin,
  content,
  title: proposed,
  id: proposedId,
}: {
  origin: Origin;
  content?: Framework | undefined;
  title: string;
  id?: string | undefined;
}) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [title, setTitle] = useState(proposed);
  const [typed, setTyped] = useState<string | null>(proposedId ?? null);
  const address = typed ?? slug(title, "ladder");
  const begin = useMutation({
    mutationFn: async () => {
      // Sent again after a broken line, it is still begun once.
      const begun = await api(
        "POST",
        "/frameworks",
        { from: origin, title, slug: address },
        { headers: { "idempotency-key": key.current } },
      );
      if (content !== undefined)
        await api("PUT", "/frameworks/:slug/draft", {
          slug: begun.slug,
          content: { ...content, id: address, title },
          ifRevision: begun.revision,
        });
      return begun.slug;
    },
    onSuccess: async (begun) => {
      await queries.invalidateQueries();
      await navigate({ to: "/ladders/$slug/edit", params: { slug: begun } });
    },
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  const faults = begin.error instanceof ApiError ? begin.error.problems : [];
  const fault = (path: string) => faults.find((each) => each.path === path)?.message;
  const wrong = taken.includes(address)
    ? "This address leads elsewhere. Choose another."
    : form.test(address)
      ? fault("/slug")
      : "Small letters, digits and single hyphens, such as night-care.";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.test(address) && !taken.includes(address) && title.trim() !== "" && !begin.isPending) begin.mutate();
  };
  return (
    <form className={css.begin} onSubmit={submit} aria-label="Begin this ladder">
      <TextField
        label="Title"
        value={title}
        maxLength={200}
        required
        onChange={(event) => setTitle(event.target.value)}
        error={title.trim() === "" ? "It needs a name." : fault("/title")}
      />
      <TextField
        label="Address"
        value={address}
        maxLength={100}
        required
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        error={wrong}
        hint="Stays as it is, also when the title changes."
      />
      {begin.isError && faults.length === 0 && (
        <p role="alert" className={shared.fault}>
          {begin.error.message || "This did not work. Nothing was begun; try again."}
        </p>
      )}
      <Button kind="main" type="submit" busy={begin.isPending && "Beginning…"}>
        Begin this ladder
      </Button>
      <p className={shared.quiet}>It begins as a draft that only authors see. Nobody stands on it until it is published.</p>
    </form>
  );
}
