import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 40rem)");

function subscribe(listener: () => void) {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
}

/** Whether the page is as narrow as a phone. */
export const useIsPhone = () => useSyncExternalStore(subscribe, () => narrow.matches);
