import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { useCycleWord, withArticle } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital } from "../../../web/parts/words.ts";
import css from "./cycle.module.css";

/** "Spring 2027": what most cycles are called. */
function season(now: Date): string {
  const later = new Date(now.getFullYear(), now.getMonth() + 1, 1);
  return `${["Winter", "Spring", "Summer", "Autumn"][Math.floor(((later.getMonth() + 1) % 12) / 3)] ?? ""} ${later.getFullYear()}`;
}

/** A name, and whether to go on from an earlier cycle: the rest is set up on the next page, and saved as one goes. */
export function NewCyclePage() {
  const [title, setTitle] = useState(() => season(new Date()));
  const word = useCycleWord();
  const [from, setFrom] = useState("");
  const [asked, setAsked] = useState(false);
  const cycles = useQuery(read("/cycles", { limit: 100 }));
  const mine = useQuery(read("/teams", {}));
  const me = useQuery(read("/me", {}));
  const queries = useQueryClient();
  const navigate = useNavigate();
  // Who answers for some units alone begins with these.
  const name = me.data?.person.name;
  const units = (mine.data?.items ?? []).filter(({ partners }) => name !== undefined && partners.includes(name)).map(({ id }) => id);
  const begin = useMutation({
    mutationFn: () =>
      from === ""
        ? api("POST", "/cycles", { title: title.trim(), setup: { who: { units } } })
        : api("POST", "/cycles/:cycleId/copy", { cycleId: from, title: title.trim() }),
    onSuccess: async (made) => {
      queries.setQueryData(read("/cycles/:cycleId", { cycleId: made.id }).queryKey, made);
      await navigate({ to: "/cycles/$cycleId", params: { cycleId: made.id } });
      await queries.invalidateQueries({ queryKey: ["/cycles"] });
    },
  });
  const earlier = (cycles.data?.items ?? []).filter(({ can }) => can.manage);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="cycles" to="/cycles">
            {capital(word.many)}
          </Link>,
        ]}
        title={`Set up ${withArticle(word.one)}`}
        answer="Nobody hears of it before you launch it. Everything you choose is saved as you go."
      />
      <form
        className={css.begin}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (title.trim() !== "") begin.mutate();
        }}
      >
        <TextField
          label="What it is called"
          value={title}
          maxLength={200}
          error={asked && title.trim() === "" ? "Give it a name that people will know it by." : undefined}
          onChange={(event) => setTitle(event.target.value)}
        />
        {earlier.length > 0 && (
          <Select
            label="Begin with"
            value={from}
            options={[
              { value: "", label: "what is usual" },
              ...earlier.map((cycle) => ({ value: cycle.id, label: `the set-up of ${cycle.title}` })),
            ]}
            onChange={setFrom}
          />
        )}
        <Button kind="main" type="submit" busy={begin.isPending && "Beginning…"}>
          Go on to the set-up
        </Button>
        {begin.isError && (
          <p role="alert" className={css.fault}>
            {begin.error.message} What you typed is kept here.
          </p>
        )}
      </form>
    </>
  );
}
