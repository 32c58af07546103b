import { Link } from "@tanstack/react-router";
import { invitationWords } from "../../../core/people/invitation.ts";
import type { Reply } from "../../../web/api.ts";
import s from "./person-table.module.css";

type Listed = Reply<"/people">["items"][number];
/** Only the directory says how somebody's way in stands. */
export type PersonRow = Omit<Listed, "invitation"> & Partial<Pick<Listed, "invitation">>;

/** People in rows: who, where they stand, whom they report to, and the way to their gap report for whoever may read it. */
export function PersonTable({ people, caption }: { people: readonly PersonRow[]; caption: string }) {
  const readable = people.some((person) => person.can["gap.read"]);
  return (
    <table className={s.people}>
      <caption className="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Stands at</th>
          <th scope="col">Team</th>
          <th scope="col">Reports to</th>
          {readable && (
            <th scope="col">
              <span className="hidden">Gap report</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <Link to="/people/$personId" params={{ personId: person.id }}>
                {person.name}
              </Link>
              {person.invitation && person.invitation !== "joined" && <small>{invitationWords[person.invitation]}</small>}
            </th>
            <td>
              {person.place ? (
                <>
                  {person.place.levelTitle}
                  <small>{person.place.frameworkTitle}</small>
                </>
              ) : (
                <span className="q3">no ladder yet</span>
              )}
            </td>
            <td className={s.team}>{person.team}</td>
            <td className={s.manager}>
              {person.manager && (
                <Link to="/people/$personId" params={{ personId: person.manager.id }}>
                  {person.manager.name}
                </Link>
              )}
            </td>
            {readable && (
              <td className={s.report}>
                {person.can["gap.read"] && person.place && (
                  <Link to="/people/$personId/gap" params={{ personId: person.id }}>
                    Gap report<span className="hidden"> of {person.name}</span>
                  </Link>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
