import { useEffect, useRef, useState } from "react";

const nameOf = (element: Element): string => element.getAttribute("aria-label") ?? element.textContent ?? "";

/**
 * Leads the keyboard back to the button that opened a form once it is closed. The button is not there meanwhile, so that it is
 * found again by its name.
 */
export function useBack(): { leave: () => void; back: () => void } {
  const name = useRef<string | null>(null);
  const [closed, setClosed] = useState(0);
  useEffect(() => {
    if (closed === 0) return;
    const button = [...document.querySelectorAll<HTMLElement>("main button")].find((each) => nameOf(each) === name.current);
    button?.focus();
  }, [closed]);
  return {
    leave: () => {
      name.current = document.activeElement === null ? null : nameOf(document.activeElement);
    },
    back: () => setClosed((times) => times + 1),
  };
}
