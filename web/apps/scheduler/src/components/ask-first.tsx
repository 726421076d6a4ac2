import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import type { QueryKey } from "@tanstack/react-query";

import { useDoing } from "./doing.ts";

interface AskFirstProps {
  title: string;
  text: string;
  action: string;
  do: () => Promise<unknown>;
  asks: readonly QueryKey[];
  says: string;
  onDone?: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back; mount it when it is asked. */
export function AskFirst(props: AskFirstProps) {
  const { title, text, action, asks, says, onDone, onClose } = props;
  const doing = useDoing({
    do: props.do,
    asks,
    says,
    then: () => {
      onClose();
      onDone?.();
    },
  });
  return (
    <Confirm
      open
      dangerous
      title={title}
      action={action}
      pending={doing.isPending}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    >
      <p className="mb-3">{text}</p>
      <Refusal error={doing.error} />
    </Confirm>
  );
}
