import { useId } from "react";

type Bands = { met: number; near: number; way: number; unassessed: number };
const order = ["met", "near", "way", "unassessed"] as const;
const words = { met: "meet all that is rated", near: "near", way: "on the way", unassessed: "not assessed" } as const;

/** How many are how near, as lengths beside each other: full, hatched, an outline, a dashed outline. */
export function BandsBar({ bands, most }: { bands: Bands; most: number }) {
  const hatch = useId();
  const parts = order.map((band, index) => ({
    band,
    from: order.slice(0, index).reduce((sum, earlier) => sum + bands[earlier], 0) / most,
    wide: bands[band] / most,
  }));
  const label = order.flatMap((band) => (bands[band] > 0 ? [`${bands[band]} ${words[band]}`] : [])).join(", ");
  return (
    <svg width="100%" height="16" role="img" aria-label={label === "" ? "nobody" : label}>
      <Hatch id={hatch} />
      {parts.map(
        ({ band, from, wide }) => wide > 0 && <Part key={band} band={band} x={`${from * 100}%`} width={`${wide * 100}%`} hatch={hatch} />,
      )}
    </svg>
  );
}

const Hatch = ({ id }: { id: string }) => (
  <defs>
    <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path d="M0 0V4" className="s-hatch" />
    </pattern>
  </defs>
);

function Part({ band, x, width, hatch }: { band: keyof Bands; x: string; width: string; hatch: string }) {
  const box = { x, y: 3, width, height: 10 };
  if (band === "met") return <rect {...box} className="f-green" />;
  if (band === "near")
    return (
      <>
        <rect {...box} fill={`url(#${hatch})`} />
        <rect {...box} className="s-green1" />
      </>
    );
  return <rect {...box} className="s-line3" {...(band === "unassessed" ? { strokeDasharray: "3 2" } : {})} />;
}

BandsBar.Key = function Key({ band }: { band: keyof Bands }) {
  const hatch = useId();
  return (
    <svg width="22" height="16" aria-hidden="true">
      <Hatch id={hatch} />
      <Part band={band} x="1" width="20" hatch={hatch} />
    </svg>
  );
};
