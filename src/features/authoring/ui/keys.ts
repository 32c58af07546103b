import { type RefObject, useEffect } from "react";

/** Hears the keys of everything inside an element that is itself nothing to press. */
export function useKeys(inside: RefObject<HTMLElement | null>, pressed: (event: KeyboardEvent) => unknown): void {
  useEffect(() => {
    const element = inside.current;
    element?.addEventListener("keydown", pressed);
    return () => element?.removeEventListener("keydown", pressed);
  });
}
