import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { useState } from "react";

import { useDoing } from "../../components/doing.ts";
import type { EventService } from "../../queries/event-services.ts";
import { drop, eventsKey, type LetterDetail } from "../../queries/events.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.letters;
const SHORTEST = 3;

interface DropDialogProps {
  service: EventService;
  letter: LetterDetail;
  onClose: () => void;
}

/** Gives a letter up, with the reason that the audit log keeps. */
export function DropDialog({ service, letter, onClose }: DropDialogProps) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const said = reason.trim();
  const dropping = useDoing({
    do: () => drop(service, letter.id, said),
    asks: [eventsKey(service)],
    says: texts.dropped,
    then: onClose,
  });
  return (
    <Confirm
      open
      dangerous
      title={texts.dropTitle(letter.type || texts.unknown)}
      action={texts.drop}
      pending={dropping.isPending}
      onConfirm={() => {
        setTried(true);
        if (said.length >= SHORTEST) dropping.mutate();
      }}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <p>{texts.dropText}</p>
        <Refusal error={dropping.error} />
        <TextField
          label={texts.dropReason}
          required
          maxLength={400}
          error={tried && said.length < SHORTEST ? texts.dropReasonHint : undefined}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Confirm>
  );
}
