import { useBlocker } from "@tanstack/react-router";

import { Confirm } from "./dialog.tsx";
import { words } from "./logic/words.ts";

/** Asks before a page is left on which something is typed that is not saved. */
export function LeaveGuard({ dirty }: { dirty: () => boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: dirty,
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Confirm
      open
      dangerous
      title={words.leave.title}
      action={words.leave.action}
      back={words.leave.back}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    >
      <p>{words.leave.text}</p>
    </Confirm>
  );
}
