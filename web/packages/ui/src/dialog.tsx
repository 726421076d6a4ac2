import * as Ariakit from "@ariakit/react";
import X from "lucide-react/icons/x";
import { type ReactNode, useMemo, useRef } from "react";

import { Button } from "./button.tsx";
import { classes } from "./logic/classes.ts";
import { words } from "./logic/words.ts";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons; the one that does it comes last. */
  actions?: ReactNode;
  wide?: boolean;
  /** Stays until something is decided: neither Esc nor a click beside it closes it. */
  insistent?: boolean;
  /** Slides in from the side instead of standing in the middle. */
  drawer?: boolean;
}

const BACKDROP = <div className="bg-ink/35 dark:bg-sunken/70" />;

const MIDDLE = "inset-x-3 top-[8dvh] mx-auto max-h-[84dvh] rounded-lg border border-line";
const SIDE = "inset-y-0 right-0 w-full border-l border-line";

const WRITTEN = "input:not([type=checkbox], [type=radio], [type=file]), textarea";

export function Dialog(props: DialogProps) {
  const { open, onClose, title, children, actions, wide, insistent, drawer } = props;
  const content = useRef<HTMLDivElement>(null);
  // A form begins at its first field, all else at the button that closes it.
  const first = useMemo(
    () => ({
      get current() {
        return drawer ? null : (content.current?.querySelector<HTMLElement>(WRITTEN) ?? null);
      },
    }),
    [drawer],
  );
  return (
    <Ariakit.Dialog
      open={open}
      initialFocus={first}
      onClose={onClose}
      backdrop={BACKDROP}
      unmountOnHide
      hideOnEscape={!insistent}
      hideOnInteractOutside={!insistent}
      className={classes(
        "fixed z-40 flex flex-col bg-panel shadow-float outline-none",
        drawer ? SIDE : MIDDLE,
        wide ? "max-w-4xl" : "max-w-lg",
      )}
    >
      <header className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-5">
        <Ariakit.DialogHeading className="text-base font-semibold">{title}</Ariakit.DialogHeading>
        {!insistent && (
          // Without a tip: it has the focus first, and its tip would take the first Esc.
          <Button
            look="quiet"
            aria-label={words.close}
            className="aspect-square px-0!"
            onClick={onClose}
          >
            <X aria-hidden />
          </Button>
        )}
      </header>
      <div ref={content} className="min-h-0 grow overflow-y-auto px-5 py-4">
        {children}
      </div>
      {actions && (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          {actions}
        </footer>
      )}
    </Ariakit.Dialog>
  );
}

interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  children: ReactNode;
  /** What happens, as a verb: “Remove 3 devices”. */
  action: string;
  /** The way back, where “Cancel” does not say it. */
  back?: string;
  pending?: boolean;
  dangerous?: boolean;
}

/** Asks before something that cannot be taken back. */
export function Confirm(props: ConfirmProps) {
  const { open, onClose, onConfirm, title, children, action, pending, dangerous } = props;
  const back = props.back ?? words.cancel;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{back}</Button>
          <Button look={dangerous ? "danger" : "primary"} pending={pending} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
