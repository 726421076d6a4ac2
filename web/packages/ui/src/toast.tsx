import X from "lucide-react/icons/x";
import { useSyncExternalStore } from "react";

import type { Tone } from "./badge.tsx";
import { Lamp } from "./badge.tsx";
import { Button, IconButton } from "./button.tsx";
import { refusalWords } from "./faces.tsx";
import { words } from "./logic/words.ts";

interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** A way back, such as undo. */
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 7_000;

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number) {
  set(toasts.filter((toast) => toast.id !== id));
}

function show(toast: Omit<Toast, "id">, stays: boolean) {
  last += 1;
  const id = last;
  set([...toasts.slice(-3), { ...toast, id }]);
  if (!stays) setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Tell what was done. */
export function notify(text: string, action?: Toast["action"]): void {
  show({ tone: "ok", text, ...(action && { action }) }, false);
}

/** Tell what was refused, where there is no form to tell it beside; stays until it is closed. */
export function notifyFailure(error: unknown): void {
  show({ tone: "bad", text: refusalWords(error) }, true);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where notices appear; one for each app. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section
      aria-label={words.toasts}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 top-3 z-50 flex flex-col items-center gap-2"
    >
      {shown.map(({ id, tone, text, action }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-md items-center gap-3 rounded-lg border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
        >
          <Lamp tone={tone} pattern={tone === "bad" ? "cross" : "solid"} />
          <p className="min-w-0 grow wrap-anywhere">{text}</p>
          {action && (
            <Button
              small
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton
            small
            label={words.close}
            icon={<X aria-hidden />}
            onClick={() => dismiss(id)}
          />
        </div>
      ))}
    </section>
  );
}
