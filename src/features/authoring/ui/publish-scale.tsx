import type { Framework } from "../../../core/framework/document.ts";
import { Select } from "../../../web/parts/field.tsx";
import css from "./publish-changes.module.css";

type Scale = Framework["scale"];

/** What each point of the old scale has become, so that ratings on it go on. */
export function ScaleMap({
  scale,
  points,
  onPoint,
}: {
  scale: { before: Scale; after: Scale };
  points: Readonly<Record<string, string>>;
  onPoint: (from: string, to: string) => void;
}) {
  const said = Object.values(points).some((to) => to !== "");
  return (
    <section className={css.scale} aria-labelledby="publish-scale">
      <h4 id="publish-scale">The scale has changed</h4>
      <p>
        {said ? "Ratings on a point without a successor go stale." : "Unless you say what its points have become, every rating goes stale."}
      </p>
      <ul>
        {scale.before.map(({ value, label }) => (
          <li key={value}>
            <Select
              label={`${label} becomes`}
              value={points[String(value)] ?? ""}
              options={[
                { value: "", label: "nothing" },
                ...scale.after.map((point) => ({ value: String(point.value), label: point.label })),
              ]}
              onChange={(to) => onPoint(String(value), to)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
