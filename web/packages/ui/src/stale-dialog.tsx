import type { ReactNode } from "react";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { words } from "./logic/words.ts";

/** A field as it was opened, as somebody else left it, and as this person wants it. */
export interface Difference {
  field: string;
  before: ReactNode;
  theirs: ReactNode;
  yours: ReactNode;
}

interface StaleDialogProps {
  open: boolean;
  differences: readonly Difference[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onGoOn: () => void;
  pending?: boolean;
}

/** After a 412: both versions side by side, and three ways on. */
export function StaleDialog(props: StaleDialogProps) {
  const { open, differences, onKeepMine, onTakeTheirs, onGoOn, pending } = props;
  return (
    <Dialog
      open={open}
      onClose={onGoOn}
      wide
      title={words.stale.title}
      actions={
        <>
          <Button look="quiet" onClick={onGoOn}>
            {words.stale.goOn}
          </Button>
          <Button onClick={onTakeTheirs}>{words.stale.takeTheirs}</Button>
          <Button look="primary" pending={pending} onClick={onKeepMine}>
            {words.stale.keepMine}
          </Button>
        </>
      }
    >
      <p className="mb-4 text-ink-soft">{words.stale.text}</p>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="engraved text-ink-faint">
            <tr>
              {[words.stale.field, words.stale.before, words.stale.theirs, words.stale.yours].map(
                (name) => (
                  <th key={name} scope="col" className="border-b border-line-strong px-2 py-1.5">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {differences.map(({ field, before, theirs, yours }) => (
              <tr key={field} className="border-b border-line align-top">
                <th scope="row" className="px-2 py-1.5 font-medium">
                  {field}
                </th>
                <td className="px-2 py-1.5 text-ink-faint wrap-anywhere">{before ?? words.none}</td>
                <td className="bg-warn-wash px-2 py-1.5 wrap-anywhere">{theirs ?? words.none}</td>
                <td className="bg-accent-wash px-2 py-1.5 wrap-anywhere">{yours ?? words.none}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
