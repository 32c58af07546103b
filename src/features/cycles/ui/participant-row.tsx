import { Link } from "@tanstack/react-router";
import { Button } from "../../../web/parts/button.tsx";
import { dayAndMonth, listed } from "../../../web/parts/words.ts";
import { kindWords, partWords, reviewWords, type Participant } from "./cycle-words.ts";
import css from "./board.module.css";
import { FormBead } from "./progress-figure.tsx";

/** One participant: who, about what, and each form as a bead. */
export function ParticipantRow({ item, may, onAct }: { item: Participant; may: boolean; onAct: () => void }) {
  const { person, unit, manager, moved, reportsTo, targets, parts, peers, state, late, nudgedAt } = item;
  return (
    <tr data-state={state}>
      <th scope="row">
        <Link to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>
        <small>{[item.levelTitle, unit].filter((each) => each !== null).join(", ")}</small>
      </th>
      <td>
        {listed(targets)}
        <small>
          {item.frameworkTitle}, version {item.version}
        </small>
      </td>
      <td>
        {state === "withdrawn" ? (
          <span className="q2">
            {reviewWords.withdrawn}: {item.withdrawnReason}
          </span>
        ) : (
          <ul className={css.parts}>
            {parts.map((part) => (
              <li key={part.id}>
                <FormBead state={part.state} />
                <span>
                  {part.kind === "self" ? kindWords.self : part.rater.name} <span className="q2">{partWords[part.state]}</span>
                  {part.state !== "submitted" && part.dueOn !== null && <small>, due {dayAndMonth(part.dueOn)}</small>}
                </span>
              </li>
            ))}
            {peers.asked > 0 && (
              <li>
                <span className="q2">
                  Peers: {peers.done} of {peers.asked}
                </span>
              </li>
            )}
          </ul>
        )}
        {late && <small className="rust">Overdue</small>}
        {moved && manager !== null && reportsTo !== null && (
          <small className="rust">
            Reports to {reportsTo.name} now, rated by {manager.name}
          </small>
        )}
        {nudgedAt !== null && state !== "in" && <small>Reminded {dayAndMonth(nudgedAt)}</small>}
      </td>
      <td>
        {may && (
          <Button kind="quiet" aria-label={`Change what is asked about ${person.name}`} onClick={onAct}>
            Change
          </Button>
        )}
      </td>
    </tr>
  );
}
