import type { ReactNode } from "react";
import css from "./page-head.module.css";
import { useTitle } from "./title.ts";

/**
 * The start of every page: where it hangs, its title (the answer or the thing, not the screen's name), and the answer
 * line, the first sentence that says what is so.
 *
 * @param crumbs links, outermost first. @param tab what the browser's tab says, the title if absent.
 * @param aside a figure for the margin, beside the head on a wide screen only.
 */
export function PageHead({
  crumbs = [],
  title,
  tab,
  answer,
  tools,
  aside,
  children,
}: {
  crumbs?: readonly ReactNode[];
  title: string;
  tab?: string;
  answer?: ReactNode;
  tools?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  useTitle(tab ?? title);
  return (
    <header className={aside ? `columns ${css.aside}` : undefined}>
      <div className={css.head}>
        <div className={css.words}>
          {crumbs.length > 0 && (
            <nav className={css.crumbs} aria-label="You are in">
              <ol>
                {crumbs.map((crumb, index) => (
                  // The trail of one page never reorders.
                  <li key={index}>{crumb}</li>
                ))}
              </ol>
            </nav>
          )}
          <h1>{title}</h1>
          {answer && <p className={css.answer}>{answer}</p>}
        </div>
        {tools && <div className={css.tools}>{tools}</div>}
        {children}
      </div>
      {aside && <div className={css.margin}>{aside}</div>}
    </header>
  );
}

/** The hairline under the head, with the views at the left and what chooses among data at the right. */
export function Bar({ children, tools }: { children?: ReactNode; tools?: ReactNode }) {
  return (
    <div className={css.bar}>
      {children}
      {tools && <div className={css.barTools}>{tools}</div>}
    </div>
  );
}

/** Views of one thing, as links: the one being read has `aria-current`, which the router's `Link` sets. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
