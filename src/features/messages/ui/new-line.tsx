import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { counted } from "../../../web/parts/words.ts";

/** The quiet line in the frame that says whether something is new. */
export function NewLine({ className }: { className: string | undefined }) {
  const { data } = useQuery({ ...read("/me/notifications", { limit: 1 }), refetchInterval: 60_000 });
  return (
    <Link to="/notifications" className={className}>
      {data === undefined || data.unread === 0 ? "Nothing new" : counted(data.unread, "new thing", "new things")}
    </Link>
  );
}
