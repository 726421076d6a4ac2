import { fieldOf, isProblem } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { AreaField, CheckField } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useRef, useState } from "react";

import { RadioGroup } from "../../components/radio-group.tsx";
import {
  type Approval,
  decideMany,
  type DecisionsIn,
  useDecision,
} from "../../queries/approvals.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.approvals;

export type Verb = "approve" | "reject";
type Mode = "all_or_nothing" | "per_item";

const MODES = (["all_or_nothing", "per_item"] as const).map((value) => ({
  value,
  label: texts.modes[value],
}));

interface DecideDialogProps {
  verb: Verb;
  items: readonly Approval[];
  onClose: () => void;
  onDecided: () => void;
}

/** Asks why, then decides; what was refused stays and says the server's words. */
export function DecideDialog({ verb, items, onClose, onDecided }: DecideDialogProps) {
  const mayForce = useMay("scheduler:booking:force");
  const [mode, setMode] = useState<Mode>("all_or_nothing");
  const [reason, setReason] = useState("");
  const [force, setForce] = useState(false);
  const [missing, setMissing] = useState(false);
  const decision = useDecision(decideMany);
  const titles = items.map(({ booking }) => [booking.id, titleOf(booking)] as const);
  const refused = (decision.data?.results ?? []).flatMap((each) =>
    each.refused ? [{ id: each.booking_id, detail: each.refused.detail }] : [],
  );
  const needsReason = verb === "reject" || force;
  // A second click of a double click comes before this is drawn anew.
  const sending = useRef(false);
  const submit = () => {
    if (sending.current) return;
    setMissing(needsReason && reason.trim() === "");
    if (needsReason && reason.trim() === "") return;
    sending.current = true;
    decision.mutate(bodyOf(verb, items, { mode, force, reason }), {
      onSettled: () => {
        sending.current = false;
      },
      onSuccess: ({ decided, refused: count }) => {
        onDecided();
        if (decided > 0) notify(texts.decided(decided));
        if (count === 0) onClose();
      },
    });
  };
  const over = decision.isSuccess;
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.dialog[verb](items.length)}
      actions={
        over ? (
          <Button onClick={onClose}>{uiWords.close}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{uiWords.cancel}</Button>
            <Button
              look={verb === "reject" ? "danger" : "primary"}
              pending={decision.isPending}
              onClick={submit}
            >
              {texts[verb]}
            </Button>
          </>
        )
      }
    >
      {over ? (
        <RefusedList decided={decision.data.decided} refused={refused} items={items} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <ul className="list-disc pl-5">
            {titles.slice(0, 8).map(([id, title]) => (
              <li key={id}>{title}</li>
            ))}
            {titles.length > 8 && <li>{words.against.more(titles.length - 8)}</li>}
          </ul>
          <AreaField
            label={texts.reason}
            hint={texts.reasonHint}
            required={needsReason}
            error={missing ? uiWords.missing : undefined}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {items.length > 1 && (
            <RadioGroup label={texts.together} choices={MODES} value={mode} onChange={setMode} />
          )}
          {verb === "approve" && mayForce && (
            <CheckField
              label={texts.force}
              hint={texts.forceHint}
              checked={force}
              onChange={(event) => setForce(event.target.checked)}
            />
          )}
          <Against error={decision.error} items={items} />
        </form>
      )}
    </Dialog>
  );
}

const titleOf = ({ title, owner }: Approval["booking"]) =>
  `${title ?? words.bookings.private} (${owner.display_name})`;

function bodyOf(
  verb: Verb,
  items: readonly Approval[],
  { mode, force, reason }: { mode: Mode; force: boolean; reason: string },
): DecisionsIn {
  return {
    mode,
    items: items.map(({ booking, slot_ids }) => ({
      booking_id: booking.id,
      decision: verb,
      slot_ids,
      reason: reason.trim() || null,
      force: verb === "approve" && force,
    })),
  };
}

interface RefusedOne {
  id: string;
  detail: string;
}

/** Of decisions that were to be taken together: which of them may not be. */
function Against({ error, items }: { error: unknown; items: readonly Approval[] }) {
  if (!isProblem(error, "decisions-refused")) return <Refusal error={error} />;
  const refused = error.errors.flatMap((each) => {
    const item = items[Number(fieldOf(each).split(".")[1])];
    return item ? [{ id: item.booking.id, detail: each.message }] : [];
  });
  return <RefusedList decided={0} refused={refused} items={items} />;
}

interface RefusedListProps {
  decided: number;
  refused: readonly RefusedOne[];
  items: readonly Approval[];
}

function RefusedList({ decided, refused, items }: RefusedListProps) {
  const titles = new Map(items.map(({ booking }) => [booking.id, titleOf(booking)]));
  return (
    <div role="alert" className="rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2">
      <p className="font-medium">
        {decided === 0 ? texts.refusedAll : texts.refusedSome(decided, refused.length)}
      </p>
      <ul className="mt-1 list-disc pl-5">
        {refused.map(({ id, detail }) => (
          <li key={id}>
            <strong className="font-medium">{titles.get(id) ?? id}</strong>: {detail}
          </li>
        ))}
      </ul>
    </div>
  );
}
