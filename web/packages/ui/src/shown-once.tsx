import Copy from "lucide-react/icons/copy";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { words } from "./logic/words.ts";
import { notify, notifyFailure } from "./toast.tsx";

/** Copies a secret; where the browser gives no clipboard, it can be selected still. */
export function CopyButton({ text }: { text: string }) {
  // The clipboard is there on secure origins only; a lab's network may have none.
  if (!("clipboard" in navigator)) return null;
  return (
    <Button
      onClick={() =>
        void navigator.clipboard
          .writeText(text)
          .then(() => notify(words.once.copied), notifyFailure)
      }
    >
      <Copy aria-hidden />
      {words.once.copy}
    </Button>
  );
}

interface ShownOnceProps {
  title: string;
  /** What it opens, and that it is never shown again. */
  text: string;
  secret: string;
  onClose: () => void;
}

/** A secret that nobody can look up later; it stays until somebody says that it is kept. */
export function ShownOnce({ title, text, secret, onClose }: ShownOnceProps) {
  return (
    <Dialog
      open
      insistent
      onClose={onClose}
      title={title}
      actions={
        <>
          <CopyButton text={secret} />
          <Button look="primary" onClick={onClose}>
            {words.once.kept}
          </Button>
        </>
      }
    >
      <p className="mb-3 text-ink-soft">{text}</p>
      <p
        data-testid="secret"
        className="reading rounded-md bg-sunken px-3 py-2 wrap-anywhere select-all"
      >
        {secret}
      </p>
    </Dialog>
  );
}
