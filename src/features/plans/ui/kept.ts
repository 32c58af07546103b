import { useState } from "react";

/** Text that somebody is writing, kept in this browser's tab until it is sent: a reload or a lost line loses none of it. */
export function useKept(key: string): [string, (text: string) => void, () => void] {
  const [text, setText] = useState(() => stored(key));
  const set = (next: string) => {
    setText(next);
    try {
      if (next === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
    } catch {
      // A browser that keeps nothing still shows what is typed.
    }
  };
  return [text, set, () => set("")];
}

function stored(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}
