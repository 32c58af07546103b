import { counted } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import type { Asked, Case, CasesFound } from "./cases.tsx";
import { SmallGapLine } from "./small-gap-line.tsx";

type Scale = CasesFound["scale"];

/** What a case says of one expectation: `said` by the rater, `now` with calibration, values of the scale or null. */
export function standing(item: Case, expectation: string) {
  const rated = item.rated.find((each) => each.expectation === expectation);
  const changes = item.calibrated.filter((each) => each.expectation === expectation);
  const said = rated?.value ?? null;
  return {
    rated,
    changes,
    said,
    now: changes.at(-1)?.value ?? said,
    own: item.own.find((each) => each.expectation === expectation)?.value ?? null,
    pieces: item.evidence.find((each) => each.expectation === expectation)?.pieces ?? 0,
  };
}

const without: Record<string, string> = { "not-observed": "not observed", "no-opportunity": "no opportunity" };

export function CaseCell({
  item,
  expectation,
  scale,
  open,
  onOpen,
}: {
  item: Case;
  expectation: Asked;
  scale: Scale;
  open: boolean;
  onOpen: () => void;
}) {
  const { rated, said, now, own, pieces } = standing(item, expectation.id);
  const place = (value: number | null) => (value === null ? null : scale.findIndex((point) => point.value === value));
  const word = (value: number | null) => scale.find((point) => point.value === value)?.label ?? "nothing";
  const target = place(expectation.target) ?? 0;
  const label =
    now === null
      ? `Asked: ${word(expectation.target)}. ${rated === undefined ? "Nobody has rated it" : (without[rated.answer] ?? "No point")}.`
      : `Asked: ${word(expectation.target)}. Rated ${word(said)}${said === now ? "" : `, calibrated to ${word(now)}`}${own === null ? "" : `. Own rating ${word(own)}`}.`;
  const below = rated === undefined ? "nobody yet" : (without[rated.answer] ?? (pieces === 0 ? "no evidence" : counted(pieces, "piece")));
  const figure = (
    <SmallGapLine
      points={scale.length}
      target={target}
      rating={place(now)}
      was={said === now ? null : place(said)}
      self={place(own)}
      label={label}
    />
  );
  return (
    <td className={open ? css.opened : undefined}>
      {rated === undefined ? (
        figure
      ) : (
        <button
          type="button"
          id={`case ${item.reviewId} ${expectation.id}`}
          className={css.cell}
          aria-expanded={open}
          aria-label={`${item.person.name}, ${expectation.title}. ${label} ${below}.`}
          onClick={onOpen}
        >
          {figure}
        </button>
      )}
      <small className={rated !== undefined && pieces === 0 && now !== null ? "rust" : undefined}>{below}</small>
    </td>
  );
}
