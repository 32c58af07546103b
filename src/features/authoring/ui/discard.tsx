import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { useDraft } from "./editor-context.ts";
import css from "./editor.module.css";

/** Throws the draft away, after a question: there is no way back. */
export function Discard() {
  const store = useDraft("structure");
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const { slug, draft } = store;
  const discard = useMutation({
    mutationFn: () => api("DELETE", "/frameworks/:slug/draft", { slug }),
    onSuccess: () => {
      store.forget();
      return draft.currentVersion === null ? navigate({ to: "/ladders" }) : navigate({ to: "/ladders/$slug", params: { slug } });
    },
  });
  if (!draft.can.discard) return null;
  return (
    <div className={css.discard}>
      {asking ? (
        <>
          <p role="alert">
            {discard.isError ? "This did not work; the draft is as it was. Try again. " : ""}
            Everything that is written in this draft goes, whoever wrote it, and does not come back. Versions that are published stay as
            they are.
          </p>
          <Button onClick={() => discard.mutate()} busy={discard.isPending && "Discarding…"}>
            Discard the draft
          </Button>
          <Button kind="quiet" onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </>
      ) : (
        <Button kind="quiet" onClick={() => setAsking(true)}>
          Discard the draft…
        </Button>
      )}
    </div>
  );
}
