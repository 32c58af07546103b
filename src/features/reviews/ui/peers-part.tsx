import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import type { Review } from "./names.ts";
import s from "./reviews.module.css";

const states = { suggested: "suggested", invited: "asked", accepted: "accepted", declined: "declined" } as const;

/** Who is asked as a peer, and asking or suggesting more of them. */
export function PeersPart({ review }: { review: Review["review"] }) {
  const reviewId = review.id;
  const queries = useQueryClient();
  const peers = useQuery(read("/reviews/:reviewId/peers", { reviewId }));
  const [q, setQ] = useState("");
  const found = useQuery({ ...read("/people", { q, limit: 6 }), enabled: q.trim().length > 1 });
  const ask = useMutation({
    mutationFn: (person: string) => api("POST", "/reviews/:reviewId/peers", { reviewId, people: [person] }),
    onSuccess: async () => {
      setQ("");
      await queries.invalidateQueries({ queryKey: ["/reviews/:reviewId/peers"] });
    },
  });
  if (!peers.data) return null;
  const { items, can, from } = peers.data;
  const known = new Set([
    review.person.id,
    review.manager?.id,
    ...items.filter(({ state }) => state !== "declined" && !(can.invite && state === "suggested")).map(({ peer }) => peer.id),
  ]);
  return (
    <section className={s.act} aria-labelledby="peers-asked">
      <h2 id="peers-asked">Peers</h2>
      <p className="q3 small">What they say is shown together, from {from} of them on, never who said it.</p>
      <ul className={s.lines}>
        {items.map(({ id, peer, state }) => (
          <li key={id}>
            {peer.name} <span className="q3">{states[state]}</span>
            {can.invite && state === "suggested" && (
              <>
                {" "}
                <Button kind="quiet" onClick={() => ask.mutate(peer.id)}>
                  Ask<span className="hidden"> {peer.name}</span>
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {(can.invite || can.suggest) && (
        <>
          <TextField
            label={can.invite ? "Ask somebody" : "Suggest somebody"}
            placeholder="Part of a name"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <ul className={s.lines}>
            {(q.trim().length > 1 ? (found.data?.items ?? []) : [])
              .filter(({ id }) => !known.has(id))
              .map(({ id, name, team }) => (
                <li key={id}>
                  <Button kind="quiet" onClick={() => ask.mutate(id)}>
                    {name}
                  </Button>{" "}
                  <span className="q3">{team}</span>
                </li>
              ))}
          </ul>
        </>
      )}
      {ask.isError && <p role="alert">{ask.error.message}</p>}
    </section>
  );
}
