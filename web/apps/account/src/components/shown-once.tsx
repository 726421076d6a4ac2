import { Button } from "@labwright/ui/button";
import { notify, notifyFailure } from "@labwright/ui/toast";
import Copy from "lucide-react/icons/copy";

interface CopyButtonProps {
  text: string;
  label: string;
  done: string;
}

/** Copies a secret; where the browser gives no clipboard, it can be selected still. */
export function CopyButton({ text, label, done }: CopyButtonProps) {
  // The clipboard is there on secure origins only; a lab's network may have none.
  if (!("clipboard" in navigator)) return null;
  return (
    <Button
      onClick={() =>
        void navigator.clipboard.writeText(text).then(() => notify(done), notifyFailure)
      }
    >
      <Copy aria-hidden />
      {label}
    </Button>
  );
}
