import { useEffect } from "react";

/** Names the browser's tab: "Operations, map · Rungs". */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Rungs` : "Rungs";
  }, [title]);
}
