import { getRouteApi, Link } from "@tanstack/react-router";
import { longDate } from "../../../web/parts/words.ts";
import s from "./gap-overlap.module.css";
import type { Gap } from "./gap-table.tsx";

const route = getRouteApi("/in/people/$personId/gap");

/** While two versions of the ladder count: which of them this report is against, until when, and the way to the other. */
export function GapOverlap({ gap: { overlap, person } }: { gap: Gap }) {
  const { on } = route.useSearch();
  if (overlap === null) return null;
  const { now, before, until, old } = overlap;
  const whose = person.you ? "You have" : `${person.name} has`;
  return (
    <p className={s.overlap}>
      {old ? (
        <>
          This is the report against <b>version {before}</b>, which counts beside version {now} until {longDate(until)}.
        </>
      ) : (
        <>
          {whose} been moved to <b>version {now}</b>. Until {longDate(until)} version {before} counts as well.
        </>
      )}{" "}
      <Link
        to="/people/$personId/gap"
        params={{ personId: person.id }}
        search={{ ...(on === undefined ? {} : { on }), ...(old ? {} : { version: String(before) }) }}
      >
        Read it against version {old ? now : before}
      </Link>
    </p>
  );
}
