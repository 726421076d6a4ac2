import { Button } from "@labwright/ui/button";
import { useQuery } from "@tanstack/react-query";

import { violationWords } from "../../components/against.tsx";
import type { Wish } from "../../components/cart-store.ts";
import { type Check, checkQuery } from "../../queries/bookings.ts";
import { cartWords } from "../../words/cart.ts";
import { type How, slotsOf } from "./draft.ts";

const texts = cartWords.waysOn;

interface WaysOnProps {
  wishes: readonly Wish[];
  projectId: number | null;
  pending: string | null;
  onAsk: (how: How) => void;
}

/** What can be asked for although others have it: a decision, or a place in the waiting list. */
export function WaysOn({ wishes, projectId, pending, onAsk }: WaysOnProps) {
  const request = {
    title: texts.challenge,
    hold: false,
    project_id: projectId,
    slots: slotsOf(wishes),
  };
  const challenge = useQuery(checkQuery({ ...request, allow_conflict: true, wait: false }));
  const wait = useQuery(checkQuery({ ...request, allow_conflict: false, wait: true }));
  return (
    <section className="flex flex-col gap-3 rounded-md border border-line bg-sunken/50 p-3">
      <h3 className="engraved text-ink-soft">{texts.title}</h3>
      <Way
        label={texts.challenge}
        text={texts.challengeText}
        check={challenge}
        pending={pending === "challenge"}
        onAsk={() => onAsk("challenge")}
      />
      <Way
        label={texts.wait}
        text={texts.waitText}
        check={wait}
        pending={pending === "wait"}
        onAsk={() => onAsk("wait")}
      />
    </section>
  );
}

interface WayProps {
  label: string;
  text: string;
  check: { data: Check | undefined };
  pending: boolean;
  onAsk: () => void;
}

function Way({ label, text, check, pending, onAsk }: WayProps) {
  const refused = check.data && check.data.enters === null ? check.data.violations : [];
  return (
    <div className="flex items-start justify-between gap-3">
      <p className="min-w-0 text-ink-soft">
        {text}
        {refused.length > 0 && (
          <span className="block font-medium text-bad">
            {refused.map((each) => violationWords(each)).join("; ")}.
          </span>
        )}
      </p>
      <Button
        className="shrink-0"
        disabled={check.data?.enters == null}
        pending={pending}
        onClick={onAsk}
      >
        {label}
      </Button>
    </div>
  );
}
