export type Theme = "system" | "light" | "dark";
/** Also read by the script in index.html, before the first paint. */
const key = "rungs.theme";

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Changes the theme at once and for the next visit; without storage (a private window) for this visit only. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement;
  root.classList.add("still");
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  requestAnimationFrame(() => requestAnimationFrame(() => root.classList.remove("still")));
  try {
    if (theme === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Storage is closed to us; the choice holds until the page is left.
  }
}
