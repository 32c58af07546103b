import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { api } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import { nobodyChosen, type Choice } from "./board-groups.tsx";
import { reviewWords, type Cycle, type Participant, type Progress } from "./cycle-words.ts";
import css from "./board.module.css";
import form from "./cycle.module.css";
import { HandOverDialog } from "./hand-over-dialog.tsx";
import { JoinDialog } from "./join-dialog.tsx";
import { ParticipantDialog } from "./participant-dialog.tsx";
import { ParticipantRow } from "./participant-row.tsx";

const states = ["not-started", "under-way", "in", "withdrawn"] as const;
const stateOf = (word: string | null) => states.find((state) => state === word);

const filterOf = (choice: Choice) => {
  const state = stateOf(choice.state);
  return {
    ...(state === undefined ? {} : { state }),
    ...(choice.late ? { late: true } : {}),
    ...(choice.moved ? { moved: true } : {}),
    ...(choice.unit === null ? {} : { unit: choice.unit }),
    ...(choice.manager === null ? {} : { manager: choice.manager }),
    ...(choice.ladder === null ? {} : { ladder: choice.ladder }),
    ...(choice.q.trim() === "" ? {} : { q: choice.q.trim() }),
  };
};
const pageOf = (cycleId: string, choice: Choice, cursor: string) =>
  api("GET", "/cycles/:cycleId/participants", { cycleId, ...filterOf(choice), ...(cursor === "" ? {} : { cursor }) });
const fileOf = (cycleId: string, choice: Choice) => {
  const words = new URLSearchParams(Object.entries(filterOf(choice)).map(([name, value]) => [name, String(value)]));
  return `/api/v1/cycles/${cycleId}/board${words.size > 0 ? `?${words}` : ""}`;
};

/** Who takes part, with how far each review has come, and what can be done for one of them. */
export function Participants({
  cycle,
  found,
  choice,
  onChoice,
}: {
  cycle: Cycle;
  found: Progress;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}) {
  const [acted, setActed] = useState<Participant | null>(null);
  const word = useCycleWord();
  const [joining, setJoining] = useState(false);
  const [handing, setHanding] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["/cycles/:cycleId/participants", cycle.id, choice],
    queryFn: ({ pageParam }) => pageOf(cycle.id, choice, pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const set = (more: Partial<Choice>) => onChoice({ ...choice, ...more });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = JSON.stringify(choice) !== JSON.stringify(nobodyChosen);
  const open = cycle.state === "open" && cycle.can.manage;
  return (
    <section aria-labelledby="participants">
      <h2 id="participants">Who takes part</h2>
      <div className={css.tools} role="search">
        <TextField
          label="Find"
          type="search"
          placeholder="Part of a name"
          value={choice.q}
          onChange={(event) => set({ q: event.target.value })}
        />
        <Select
          label="Show"
          value={choice.late ? "late" : choice.moved ? "moved" : (choice.state ?? "")}
          options={[
            { value: "", label: `everybody (${found.people})` },
            { value: "not-started", label: `not begun (${found.notStarted})` },
            { value: "under-way", label: `under way (${found.underWay})` },
            { value: "in", label: `all in (${found.in})` },
            { value: "late", label: `overdue (${found.late})` },
            { value: "moved", label: "now with another manager" },
            { value: "withdrawn", label: `taken out (${found.withdrawn})` },
          ]}
          onChange={(value) =>
            set({
              state: value === "late" || value === "moved" || value === "" ? null : value,
              late: value === "late",
              moved: value === "moved",
            })
          }
        />
        {narrowed && (
          <Button kind="quiet" onClick={() => onChoice(nobodyChosen)}>
            Show everybody
          </Button>
        )}
      </div>
      {open && (
        <Nudge cycle={cycle} items={items} narrowed={narrowed} waiting={found.people - found.in} onJoin={() => setJoining(true)}>
          {cycle.setup.ratings.manager && (choice.manager !== null || choice.moved) && items.length > 0 && (
            <Button kind="quiet" onClick={() => setHanding(true)}>
              {choice.moved ? "Hand these over" : "Hand all of theirs over"}
            </Button>
          )}
        </Nudge>
      )}
      {list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 && !list.isPending ? (
        <Empty>{narrowed ? `Nobody in this ${word.one} is like that.` : "Nobody takes part."}</Empty>
      ) : (
        <table className={css.people} aria-busy={list.isFetching}>
          <caption className="hidden">Participants by name</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Asked about</th>
              <th scope="col">Forms</th>
              <th scope="col">
                <span className="hidden">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <ParticipantRow
                key={item.reviewId}
                item={item}
                may={cycle.can.manage && (cycle.state === "open" || cycle.state === "calibrating")}
                onAct={() => setActed(item)}
              />
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && (
        <p className={css.more}>
          <Button busy={list.isFetchingNextPage && "Loading…"} onClick={() => void list.fetchNextPage()}>
            Show more people
          </Button>
        </p>
      )}
      <p className={css.legend}>{Object.values(reviewWords).slice(0, 3).join(" · ")}: what peers send in holds no review up.</p>
      <p className={css.take}>
        <a className={buttonClass("quiet")} href={fileOf(cycle.id, choice)} download>
          Take {narrowed ? "these" : "the board"} away as a spreadsheet
        </a>
        <Button kind="quiet" onClick={() => print()}>
          Print
        </Button>
      </p>
      {acted && <ParticipantDialog cycle={cycle} item={acted} onClosed={() => setActed(null)} />}
      {handing && <HandOverDialog cycle={cycle} manager={choice.manager} moved={choice.moved} onClosed={() => setHanding(false)} />}
      {joining && <JoinDialog cycle={cycle} onClosed={() => setJoining(false)} />}
    </section>
  );
}

function Nudge({
  cycle,
  items,
  narrowed,
  waiting,
  onJoin,
  children,
}: {
  cycle: Cycle;
  items: readonly Participant[];
  narrowed: boolean;
  waiting: number;
  onJoin: () => void;
  children: ReactNode;
}) {
  const queries = useQueryClient();
  const nudge = useMutation({
    mutationFn: () =>
      api("POST", "/cycles/:cycleId/nudge", { cycleId: cycle.id, ...(narrowed ? { reviews: items.map(({ reviewId }) => reviewId) } : {}) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/cycles/:cycleId/participants"] }),
  });
  return (
    <div className={css.nudge}>
      <Button busy={nudge.isPending && "Reminding…"} onClick={() => (waiting > 0 && items.length > 0 ? nudge.mutate() : undefined)}>
        {narrowed ? `Remind whoever holds these ${items.length} up` : "Remind whoever is still to write"}
      </Button>
      <Button kind="quiet" onClick={onJoin}>
        Take somebody in
      </Button>
      {children}
      <p aria-live="polite" className={form.says}>
        {nudge.isSuccess &&
          (nudge.data.raters === 0
            ? "Everybody whom this would reach has been reminded today, or has sent theirs in."
            : `${counted(nudge.data.raters, "person is", "people are")} reminded of ${counted(nudge.data.reviews, "review")}.`)}
        {nudge.isError && nudge.error.message}
      </p>
    </div>
  );
}
