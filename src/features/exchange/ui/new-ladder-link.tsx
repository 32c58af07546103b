import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";

/** The way to a new ladder, for whoever may begin one. */
export function NewLadderLink() {
  const templates = useQuery(read("/templates", {})).data;
  if (templates?.can.create !== true) return null;
  return (
    <Link to="/ladders/new" className={buttonClass()}>
      New ladder
    </Link>
  );
}
