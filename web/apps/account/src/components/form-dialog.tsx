import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { words as shared } from "@labwright/ui/logic/words";
import { type ReactNode, useId } from "react";

import { texts } from "./texts.ts";

interface FormDialogProps {
  title: string;
  /** What its button says. */
  action: string;
  look?: "primary" | "danger";
  /** Whether what was sent is under way; nothing is sent twice. */
  pending: boolean;
  /** Whether it stays open until it is closed on purpose. */
  insistent?: boolean;
  onClose: () => void;
  /** Sends what the fields hold. */
  onSend: (text: ReturnType<typeof texts>) => void;
  children: ReactNode;
}

/** A form in a dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, look = "primary", pending, insistent, onClose, onSend, children } = props;
  const id = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      {...(insistent !== undefined && { insistent })}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <Button type="submit" form={id} look={look} pending={pending}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          const text = texts(event);
          if (!pending) onSend(text);
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
