import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { NewLine } from "../features/messages/ui/new-line.tsx";
import { read, type Reply } from "./api.ts";
import { Logo } from "./figures/logo.tsx";
import { FindButton, Floats, useFloating } from "./find.tsx";
import { signOut } from "./session.ts";
import css from "./shell.module.css";
import { capital } from "./parts/words.ts";
import { signInPath } from "./paths.ts";
import { chooseTheme, currentTheme, type Theme } from "./theme.ts";

const places = [
  { to: "/", name: "Home" },
  { to: "/ladders", name: "Ladders" },
  { to: "/people", name: "People" },
  { to: "/cycles", name: "Cycles" },
  { to: "/insights", name: "Insights" },
] as const;
/** For those who may read them. */
const settings = { to: "/settings", name: "Settings" } as const;

/** The place a path hangs off. What is about oneself hangs off Home. */
function placeOf(path: string, me: string | undefined): string {
  if (me && path.startsWith(`/people/${me}`)) return "/";
  if (path === "/pathways" || path === "/resources") return "/ladders";
  if (path === "/cpd" || path === "/plan") return "/";
  if (path === "/barriers") return "/people";
  if (path.startsWith("/reports/")) return "/";
  if (path.startsWith("/teams/")) return me && path.startsWith(`/teams/${me}`) ? "/" : "/people";
  if (path === "/audit" || path.startsWith("/audit/")) return settings.to;
  return [...places, settings].find(({ to }) => to !== "/" && (path === to || path.startsWith(`${to}/`)))?.to ?? (path === "/" ? "/" : "");
}

/** The frame of every page for whoever is signed in: the spine of places, then the page. */
export function Shell() {
  const me = useQuery(read("/me", {})).data;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = placeOf(path, me?.person.id);
  const main = useRef<HTMLElement>(null);
  const seen = useRef(path);
  const [floating, setFloating] = useFloating(path);

  useEffect(() => {
    // Whoever does not see the page change hears it: the keyboard and the voice go to the new page's start.
    if (seen.current !== path) main.current?.focus({ preventScroll: true });
    seen.current = path;
  }, [path]);

  const cycles = me && capital(me.organisation.words.cycle.many);
  const links = [...places, ...(me?.can["settings.read"] ? [settings] : [])].map(({ to, name }) => (
    <li key={to}>
      <Link to={to} activeOptions={{ exact: true }} aria-current={here === to ? "true" : undefined}>
        {to === "/cycles" ? (cycles ?? name) : name}
      </Link>
    </li>
  ));
  return (
    <>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      <nav className={css.spine} aria-label="Places">
        <Link to="/" className={css.logo} aria-label="Rungs, home">
          <Logo />
          <span>Rungs</span>
        </Link>
        <ol>{links}</ol>
        <FindButton onPress={() => setFloating("find")} />
        <Who me={me} onKeys={() => setFloating("keys")} />
      </nav>
      <header className={css.top}>
        <Link to="/" className={css.mark} aria-label="Rungs, home">
          <Logo />
          <span>Rungs</span>
        </Link>
        <FindButton onPress={() => setFloating("find")} />
      </header>
      <main id="main" ref={main} tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
      <nav className={css.thumb} aria-label="Places">
        <ol>{links}</ol>
      </nav>
      <footer className={css.foot}>
        <Who me={me} onKeys={() => setFloating("keys")} />
      </footer>
      <Floats floating={floating} path={path} onClose={() => setFloating(null)} />
    </>
  );
}

function Who({ me, onKeys }: { me: Reply<"/me"> | undefined; onKeys: () => void }) {
  const [theme, setTheme] = useState(currentTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <div className={css.who}>
      {me && (
        <>
          <Link to="/people/$personId" params={{ personId: me.person.id }}>
            {me.person.name}
          </Link>
          <span>{me.person.place?.levelTitle ?? me.organisation.name}</span>
          <NewLine className={css.account} />
          <Link to="/account" className={css.account}>
            Your account
          </Link>
        </>
      )}
      <label className={css.theme}>
        <span>Theme</span>
        <select value={theme} onChange={(event) => choose(event.target.value as Theme) /* the three values below */}>
          <option value="system">System</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </label>
      <button type="button" className={`${css.leave} ${css.keys}`} onClick={onKeys} aria-keyshortcuts="?">
        Keys
      </button>
      {me && <SignOut />}
    </div>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      queries.clear();
      // A fresh page, so that nothing of this person stays in memory.
      location.assign(signInPath);
    },
  });
  return (
    <button type="button" className={css.leave} onClick={() => leaving.mutate()}>
      {leaving.isError ? "Still signed in: try again" : "Sign out"}
    </button>
  );
}
