import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { AreaField } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { notify } from "@labwright/ui/toast";
import { type FormEvent, useRef, useState } from "react";

import { type Conflict, decideConflict, useDecision } from "../../queries/approvals.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.conflicts;

/** Says who gives way: the request, or some of those who have its places. */
export function DecideForm({ conflict: { challenger, challenged } }: { conflict: Conflict }) {
  const [givesWay, setGivesWay] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const decision = useDecision(() => decideConflict(challenger.id, [...givesWay], reason.trim()));
  // A second click of a double click comes before this is drawn anew.
  const sending = useRef(false);
  const complete = givesWay.size > 0 && reason.trim() !== "";
  const choose = (id: string) => {
    const next = new Set(givesWay);
    if (!next.delete(id)) next.add(id);
    // Either the request gives way, or some of those who have its places.
    if (id === challenger.id) setGivesWay(new Set(next.has(id) ? [id] : []));
    else setGivesWay(new Set([...next].filter((each) => each !== challenger.id)));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!complete || sending.current) return;
    sending.current = true;
    decision.mutate(undefined, {
      onSuccess: () => notify(texts.decided),
      onSettled: () => {
        sending.current = false;
      },
    });
  };
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{texts.decide}</legend>
        <Choice
          label={texts.challengeGives(challenger.owner.display_name)}
          on={givesWay.has(challenger.id)}
          onChange={() => choose(challenger.id)}
        />
        {challenged.map(({ id, owner, title }) => (
          <Choice
            key={id}
            label={texts.holderGives(owner.display_name, title ?? words.bookings.private)}
            on={givesWay.has(id)}
            onChange={() => choose(id)}
          />
        ))}
        {asked && givesWay.size === 0 && (
          <p role="alert" className="text-xs font-medium text-bad">
            {uiWords.missing}
          </p>
        )}
      </fieldset>
      <AreaField
        label={texts.reason}
        hint={texts.reasonHint}
        required
        maxLength={500}
        error={asked && reason.trim() === "" ? uiWords.missing : undefined}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Refusal error={decision.error} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" pending={decision.isPending}>
          {texts.action}
        </Button>
      </div>
    </form>
  );
}

function Choice(props: { label: string; on: boolean; onChange: () => void }) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={props.on}
        onChange={props.onChange}
      />
      {props.label}
    </label>
  );
}
