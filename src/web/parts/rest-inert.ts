import { type RefObject, useEffect } from "react";

/**
 * While something floats over a page, what lies half under it can be neither pressed nor tabbed to: everything in `main`
 * beside the way down to `box` is inert, but for the title of the page. A press on it still reaches the document, where it can close what floats.
 */
export function useRestInert(box: RefObject<HTMLElement | null>, open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const quiet: Element[] = [];
    for (let here = box.current; here !== null && here.localName !== "main"; here = here.parentElement)
      for (const beside of here.parentElement?.children ?? [])
        if (beside !== here && !beside.hasAttribute("inert") && beside.querySelector("h1") === null) {
          beside.setAttribute("inert", "");
          quiet.push(beside);
        }
    return () => quiet.forEach((element) => element.removeAttribute("inert"));
  }, [box, open]);
}
