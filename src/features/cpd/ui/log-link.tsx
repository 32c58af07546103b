import { Link } from "@tanstack/react-router";
import s from "./cpd.module.css";

/** From a person's page to what they have learned from. */
export function LogLink({ personId, name, you }: { personId: string; name: string; you: boolean }) {
  return (
    <p className={s.link}>
      {you ? (
        <Link to="/cpd">Your log of learning</Link>
      ) : (
        <Link to="/people/$personId/cpd" params={{ personId }}>{`What ${name} has learned from`}</Link>
      )}
    </p>
  );
}
