import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Facts } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";

import type { AuditFilter, Entry } from "../../queries/audit.ts";
import { adminWords } from "../../words/admin.ts";
import { OutcomeBadge } from "./audit.tsx";
import { changesOf, shownWhole } from "./changes.ts";

const texts = adminWords.audit;

interface EntryDialogProps {
  entry: Entry;
  onNarrow: (part: AuditFilter) => void;
  onClose: () => void;
}

/** One entry as it was recorded, with what it changed. */
export function EntryDialog({ entry, onNarrow, onClose }: EntryDialogProps) {
  const { actor, actor_name, target, request_id } = entry;
  const mono = (text: string) => <span className="reading wrap-anywhere">{text}</span>;
  return (
    <Dialog open drawer wide onClose={onClose} title={entry.action}>
      <Facts
        facts={[
          { name: texts.at, value: <Time at={entry.at} /> },
          {
            name: texts.who,
            value: (
              <>
                {actor_name} {mono(actor)}
              </>
            ),
          },
          { name: texts.target, value: mono(target) },
          { name: texts.outcome, value: <OutcomeBadge outcome={entry.outcome} /> },
          { name: texts.reason, value: entry.reason || null },
          { name: texts.service, value: entry.service },
          { name: texts.request, value: request_id ? mono(request_id) : null },
          { name: texts.hash, value: entry.hash ? mono(entry.hash) : texts.unsealed },
        ]}
      />
      <Changes entry={entry} />
      <h2 className="engraved mt-5 mb-2 text-ink-soft">{texts.narrow}</h2>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => onNarrow({ actor: [actor] })}>
          {texts.same.actor}
        </Button>
        <Button small onClick={() => onNarrow({ target: [target] })}>
          {texts.same.target}
        </Button>
        {request_id && (
          <Button small onClick={() => onNarrow({ request_id: [request_id] })}>
            {texts.same.request_id}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Changes({ entry }: { entry: Entry }) {
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0) return null;
  return (
    <div className="mt-5 overflow-x-auto">
      <table className="w-full text-left">
        <thead className="engraved text-ink-faint">
          <tr>
            <td className="border-b border-line-strong" />
            {[texts.before, texts.after].map((name) => (
              <th key={name} scope="col" className="border-b border-line-strong px-2 py-1.5">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ name, before, after }) => (
            <tr key={name} className="border-b border-line align-top">
              <th scope="row" className="py-1.5 pr-2 font-medium">
                {name}
              </th>
              <td className="reading bg-bad-wash px-2 py-1.5 wrap-anywhere">
                {shownWhole(before)}
              </td>
              <td className="reading bg-ok-wash px-2 py-1.5 wrap-anywhere">{shownWhole(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
