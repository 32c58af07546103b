import { Link } from "@tanstack/react-router";
import { buttonClass } from "../../../web/parts/button.tsx";
import { capital, spoken } from "../../../web/parts/words.ts";
import type { HomeReply } from "./asked.tsx";
import { stepWords } from "./step-words.ts";
import s from "./start.module.css";

/** How far the organisation is set up, in one line with its one act. @param main whether nothing else is asked of the reader. */
export function StartLine({ start, main }: { start: NonNullable<HomeReply["start"]>; main: boolean }) {
  return (
    <section aria-labelledby="start" className={s.line}>
      <div>
        <h2 id="start">First steps</h2>
        <p>
          {start.done === 0 ? "None" : capital(spoken(start.done))} of {spoken(start.of)} {start.done === 1 ? "is" : "are"} done. Next:{" "}
          {stepWords[start.upNext].title.toLowerCase()}.
        </p>
      </div>
      <Link to="/start" className={buttonClass(main ? "main" : "plain")}>
        Go on with the first steps
      </Link>
    </section>
  );
}
