import { useSyncExternalStore } from "react";

const query = typeof matchMedia === "undefined" ? null : matchMedia("(max-width: 640px)");
const listen = (listener: () => void) => {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
};

/** Whether the screen is a phone's: the scale lies under the thumb there, and stands in one place only. */
export const useOnPhone = (): boolean => useSyncExternalStore(listen, () => query?.matches ?? false);
