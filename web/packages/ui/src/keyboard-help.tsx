import { useEffect, useState } from "react";

import { Dialog } from "./dialog.tsx";
import { words } from "./logic/words.ts";

export interface Shortcut {
  keys: readonly string[];
  label: string;
}

const EVERYWHERE: readonly Shortcut[] = [
  { keys: ["Ctrl", "K"], label: words.keys.search },
  { keys: ["?"], label: words.keys.help },
  { keys: ["Esc"], label: words.keys.close },
  { keys: ["Tab"], label: words.keys.nextField },
];

/** True where a key means a letter that is being written. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="reading rounded-sm border border-line-strong border-b-2 bg-raised px-1.5 text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}

interface KeyboardHelpProps {
  open: boolean;
  setOpen: (open: boolean) => void;
  /** What this app adds. */
  shortcuts?: readonly Shortcut[];
}

/** What the keys do; `?` opens it. */
export function KeyboardHelp({ open, setOpen, shortcuts = [] }: KeyboardHelpProps) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "?" || isWriting(event.target)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [setOpen]);
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title={words.keys.title}>
      <dl className="grid grid-cols-[1fr_auto] gap-y-2">
        {[...EVERYWHERE, ...shortcuts].map(({ keys, label }) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt>{label}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** Open state of the help, for the button that opens it too. */
export function useKeyboardHelp() {
  const [open, setOpen] = useState(false);
  return { open, setOpen };
}
