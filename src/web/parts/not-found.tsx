import { Link } from "@tanstack/react-router";
import { buttonClass } from "./button.tsx";
import css from "./states.module.css";
import { useTitle } from "./title.ts";

/** For an address that leads nowhere, and for what the reader may not see: the two are told apart to nobody. */
export function NotFound() {
  useTitle("Nothing here");
  return (
    <div className={css.page}>
      <h1>There is nothing here that you can see</h1>
      <div className={css.state}>
        <p>The address may be mistyped, or what it named may be gone or not yours to read.</p>
        <Link to="/" className={buttonClass()}>
          Go home
        </Link>
      </div>
    </div>
  );
}
