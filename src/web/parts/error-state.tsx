import { Link } from "@tanstack/react-router";
import { ApiError } from "../../http/client.ts";
import { Button, buttonClass } from "./button.tsx";
import { NotFound } from "./not-found.tsx";
import css from "./states.module.css";
import { useTitle } from "./title.ts";

function wordsFor(error: unknown): { title: string; sentence: string } {
  if (!(error instanceof ApiError))
    return error instanceof TypeError
      ? {
          title: "Rungs cannot be reached",
          sentence: "The line to the server is broken. Nothing was lost; try again when you are back on line.",
        }
      : {
          title: "This page broke",
          sentence:
            "Something on this page went wrong on our side. Nothing was changed. Try again; if it stays, tell whoever runs Rungs for you.",
        };
  if (error.code === "too-many-requests") return { title: "One moment", sentence: error.message };
  if (error.code === "unavailable" || error.status === 502 || error.status === 504)
    return {
      title: "Rungs cannot read its records just now",
      sentence: "Nothing was changed and nothing was lost. Try again in a moment.",
    };
  return { title: "This did not work", sentence: error.message };
}

/** What happened, what was kept, what to do. What cannot be seen looks the same as what does not exist. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, sentence } = wordsFor(error);
  const missing = error instanceof ApiError && error.code === "not-found";
  const away = error instanceof ApiError && error.code === "unauthenticated";
  useTitle(missing || away ? undefined : title);
  if (missing) return <NotFound />;
  // On the way to the sign-in page already.
  if (away) return null;
  const reference = error instanceof ApiError ? error.requestId : null;
  return (
    <div className={css.page} role="alert">
      <h1>{title}</h1>
      <div className={css.state}>
        <p>{sentence}</p>
        <div className={css.actions}>
          {retry && <Button onClick={retry}>Try again</Button>}
          <Link to="/" className={buttonClass("quiet")}>
            Go home
          </Link>
        </div>
        {reference && <span className="small q3">Reference for whoever runs Rungs: {reference}</span>}
      </div>
    </div>
  );
}
