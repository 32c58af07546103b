import { DEMO_PASSWORD } from "../../../core/access/demo.ts";
import type { Reply } from "../../../web/api.ts";
import { capital } from "../../../web/parts/words.ts";
import css from "./accounts.module.css";

/** The people of the demonstration, beads on a rail; a press signs in as one of them. */
export function Personas({
  personas,
  busy,
  choose,
}: {
  personas: Reply<"/welcome">["personas"];
  /** E-mail address of whoever is on the way in. */
  busy: string | null;
  choose: (email: string, password: string) => void;
}) {
  return (
    <ul className={css.personas} aria-label="People of the demonstration">
      {personas.map(({ email, name, role, title }) => (
        <li key={email}>
          <button type="button" aria-disabled={busy !== null || undefined} onClick={() => busy === null && choose(email, DEMO_PASSWORD)}>
            <span className={css.name}>{name}</span>
            <span className={css.role}>{busy === email ? "Signing in…" : capital(role.replaceAll("-", " "))}</span>
            <span className={css.about}>{title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
