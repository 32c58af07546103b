import type { Participant } from "./cycle-words.ts";

const WIDTH = 168;

/** A rung as long as everybody: green what is all in, hatched what is under way, bare what has not been begun. */
export function ProgressRung({ people, done, underWay }: { people: number; done: number; underWay: number }) {
  const x = (count: number) => Math.round((count / Math.max(people, 1)) * WIDTH * 10) / 10;
  const from = x(done);
  const to = x(done + underWay);
  return (
    <svg width={WIDTH} height="16" viewBox={`0 0 ${WIDTH} 16`} role="img" aria-label={`${done} of ${people} in, ${underWay} under way.`}>
      <path d={`M0 8H${WIDTH}`} className="s-line3" />
      <path d="M0.5 2V14" className="s-bar" />
      {Array.from({ length: Math.max(0, Math.floor((to - from) / 5)) }, (_, index) => (
        <path key={index} d={`M${from + 1 + index * 5} 11l5 -6`} className="s-hatch" />
      ))}
      {done > 0 && <path d={`M0 8H${from}`} className="s-rung-you" />}
    </svg>
  );
}

type State = Participant["parts"][number]["state"];

/** One form as a bead on the rail: empty, half, full; one that was opened again is half and dotted. */
export function FormBead({ state }: { state: State }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {state === "submitted" ? (
        <circle cx="8" cy="8" r="5.5" className="f-green" />
      ) : (
        <>
          <circle cx="8" cy="8" r="5" className={state === "reopened" ? "s-dots" : "s-mute"} />
          {state !== "not-started" && <path d="M8 3a5 5 0 0 0 0 10z" className="f-mute" />}
        </>
      )}
    </svg>
  );
}
