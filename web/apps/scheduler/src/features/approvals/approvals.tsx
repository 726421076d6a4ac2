import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { isWriting } from "@labwright/ui/keyboard-help";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { Pager } from "../../components/pager.tsx";
import { type Approval, type ApprovalsFilter, approvalsQuery } from "../../queries/approvals.ts";
import { adminWords } from "../../words/admin.ts";
import { DecideDialog, type Verb } from "./decide-dialog.tsx";
import { Entry } from "./entry.tsx";
import { kindOf } from "./kinds.ts";
import { meaningOf, meant } from "./queue-keys.ts";

const texts = adminWords.approvals;
const PAGE = 50;

interface ApprovalsProps {
  filter: ApprovalsFilter;
  page: number;
  onPage: (page: number) => void;
}

/** The queue of one who decides. */
export function Approvals({ filter, page, onPage }: ApprovalsProps) {
  const query = useQuery(approvalsQuery(filter, { limit: PAGE, offset: (page - 1) * PAGE }));
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <Faces
      query={query}
      empty={({ count }) =>
        count === 0 ? (
          <Empty title={narrowed ? texts.nothingFits : texts.none}>
            {narrowed ? texts.nothingFitsText : texts.noneText}
          </Empty>
        ) : null
      }
    >
      {({ results, count }) => (
        <>
          <Queue approvals={results} />
          <Pager size={PAGE} shown={results.length} {...{ page, count, onPage }} />
        </>
      )}
    </Faces>
  );
}

function Queue({ approvals }: { approvals: readonly Approval[] }) {
  const list = useRef<HTMLOListElement>(null);
  const [cursor, setCursor] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<{ verb: Verb; items: Approval[] } | null>(null);
  const at = Math.min(cursor, approvals.length - 1);
  const requests = approvals.filter((each) => kindOf(each) === "request");
  const ids = new Set(requests.map(({ booking }) => booking.id));
  // What somebody else decided meanwhile is selected no more.
  const chosen = new Set([...selected].filter((id) => ids.has(id)));
  const toggle = (id: string) => {
    if (!ids.has(id)) return;
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const decide = (verb: Verb) => {
    const entries = approvals.map((each) => ({ id: each.booking.id, approval: each }));
    const items = meant(entries, chosen, at)
      .map(({ approval }) => approval)
      .filter(({ booking }) => ids.has(booking.id));
    if (items.length > 0) setDeciding({ verb, items });
  };
  useQueueKeys((key) => {
    const action = meaningOf(key, { cursor: at, count: approvals.length });
    if (action === null || deciding !== null) return false;
    if (action.kind === "move") {
      setCursor(action.cursor);
      // For keys alone: what scrolls under a pressed pointer swallows its click.
      list.current?.children[action.cursor]?.scrollIntoView({ block: "nearest" });
    }
    if (action.kind === "select") toggle(approvals[at]?.booking.id ?? "");
    if (action.kind === "decide") decide(action.verb);
    return true;
  });
  return (
    <>
      <SelectionBar
        chosen={chosen.size}
        of={requests.length}
        onAll={(all) => setSelected(all ? ids : new Set())}
        onDecide={decide}
      />
      <ol ref={list} aria-label={texts.list} className="rounded-lg border border-line bg-panel">
        {approvals.map((approval, index) => (
          <Entry
            key={approval.booking.id}
            approval={approval}
            current={index === at}
            selected={chosen.has(approval.booking.id)}
            onPoint={() => setCursor(index)}
            onSelect={() => toggle(approval.booking.id)}
          />
        ))}
      </ol>
      {deciding && (
        <DecideDialog
          {...deciding}
          onClose={() => setDeciding(null)}
          onDecided={() => setSelected(new Set())}
        />
      )}
    </>
  );
}

/** Keys that mean something to the queue, wherever on the page the focus is. */
function useQueueKeys(act: (key: string) => boolean) {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const busy = isWriting(event.target) && !isCheckbox(event.target);
      if (event.ctrlKey || event.metaKey || event.altKey || busy) return;
      if (document.querySelector("[role=dialog][data-open]") !== null) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

const isCheckbox = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === "checkbox";

interface SelectionBarProps {
  chosen: number;
  of: number;
  onAll: (all: boolean) => void;
  onDecide: (verb: Verb) => void;
}

function SelectionBar({ chosen, of, onAll, onDecide }: SelectionBarProps) {
  return (
    <div className="sticky top-14 z-10 mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 bg-paper py-1.5">
      <label className="flex items-center gap-2 pl-4">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          disabled={of === 0}
          checked={of > 0 && chosen === of}
          onChange={(event) => onAll(event.target.checked)}
        />
        {chosen > 0 ? texts.selected(chosen) : texts.selectAll}
      </label>
      <Button small look="primary" disabled={of === 0} onClick={() => onDecide("approve")}>
        {texts.approve}
      </Button>
      <Button small disabled={of === 0} onClick={() => onDecide("reject")}>
        {texts.reject}
      </Button>
      <span className="text-ink-faint max-lg:hidden">{texts.keysHint}</span>
    </div>
  );
}
