import { counted } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import type { Calibration } from "./calibration-page.tsx";

type Ladder = Calibration["ladders"][number];
type Row = Calibration["rows"][number];

const STEP = 56;
const BAR = 26;
/** Pixels for each per cent. */
const TALL = 0.44;

const nobody = { manager: "Rated by no manager", level: "", ladder: "", unit: "In no unit" } as const;

/** How ratings are spread in each group: bars that stand on a rung, with how many there are of each. */
export function Distributions({ by, found, ladder }: { by: Calibration["by"]; found: Calibration; ladder: Ladder }) {
  const scaleOf = (row: Row) => (by === "ladder" ? (found.ladders.find(({ key }) => key === row.id)?.scale ?? ladder.scale) : ladder.scale);
  const same = by !== "ladder" || found.ladders.every(({ scale }) => scale.length === ladder.scale.length);
  if (found.rows.length === 0)
    return <p className={css.says}>No rating has been sent in yet. What managers send in is spread out here as it comes.</p>;
  return (
    <div className={css.scroll}>
      <table className={css.spread}>
        <caption>Share of ratings, %{by !== "ladder" && found.ladders.length > 1 && `, ${ladder.title} version ${ladder.version}`}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden">Group</span>
            </th>
            <th scope="col" className="number">
              ratings
            </th>
            <th scope="col">
              {same && (
                <svg width={STEP * ladder.scale.length} height="20" aria-hidden="true">
                  {ladder.scale.map(({ value, label }, index) => (
                    <text key={value} x={STEP * index + STEP / 2} y="15" textAnchor="middle" className="t-note">
                      {label.length > 8 ? `${label.slice(0, 7)}.` : label}
                    </text>
                  ))}
                </svg>
              )}
              <span className="hidden">Spread: {ladder.scale.map(({ label }) => label).join(", ")}</span>
            </th>
            <th scope="col" className="number">
              changed
            </th>
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <tr key={row.id ?? ""}>
              <th scope="row">
                {row.title ?? nobody[by]}
                <small>
                  {counted(row.people, "person", "people")}, {counted(row.ratings, "rating")}
                  {row.none > 0 && `, ${row.none} without a point`}
                </small>
              </th>
              <td className="number">{row.ratings}</td>
              <td>
                <Bars row={row} scale={scaleOf(row)} />
              </td>
              <td className="number">{row.changed === 0 ? "–" : row.changed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** As calibrated; where a bar was another before, its old height is an outline. */
function Bars({ row, scale }: { row: Row; scale: Ladder["scale"] }) {
  const total = Math.max(row.ratings, 1);
  const before = Math.max(
    Object.values(row.said).reduce((sum, count) => sum + count, 0),
    1,
  );
  const share = scale.map(({ value }) => ((row.now[value] ?? 0) * 100) / total);
  const was = scale.map(({ value }) => ((row.said[value] ?? 0) * 100) / before);
  const words = scale.map(({ value, label }, index) => `${label} ${Math.round(share[index] ?? 0)}% (${row.now[value] ?? 0})`).join(", ");
  const base = 64;
  return (
    <svg
      width={STEP * scale.length}
      height={base + 2}
      viewBox={`0 0 ${STEP * scale.length} ${base + 2}`}
      role="img"
      aria-label={`${words}.`}
    >
      {scale.map(({ value }, index) => {
        const height = Math.round((share[index] ?? 0) * TALL * 10) / 10;
        const old = Math.round((was[index] ?? 0) * TALL * 10) / 10;
        const x = STEP * index + (STEP - BAR) / 2;
        return (
          <g key={value}>
            <path d={`M${STEP * index + STEP / 2} 0V${base}`} className="s-line" />
            <rect x={x} y={base - height} width={BAR} height={height} className={css.bar} />
            {Math.abs(old - height) >= 0.5 && <path d={`M${x} ${base}V${base - old}H${x + BAR}V${base}`} className="s-mute" />}
            <text x={x + BAR / 2} y={base - Math.max(height, old) - 5} textAnchor="middle" className="t-note">
              {Math.round(share[index] ?? 0)}
            </text>
          </g>
        );
      })}
      <path d={`M4 ${base}H${STEP * scale.length - 4}`} className="s-rung" />
    </svg>
  );
}
