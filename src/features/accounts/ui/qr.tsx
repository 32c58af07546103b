import { encode } from "uqr";
import css from "./account.module.css";

/** A picture for a camera: dark on light whatever the theme, for not every app reads the other way round. */
export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 4, ecc: "M" });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      className={css.qr}
      viewBox={`0 0 ${size} ${size}`}
      width={232}
      height={232}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} className={css.light} />
      <path d={path} className={css.dark} />
    </svg>
  );
}
