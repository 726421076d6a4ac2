import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { AddMenu } from "../../components/add-menu.tsx";
import { type TextChoice, useDeviceChoices } from "../../components/choices.ts";
import { PagedList, rangeOf } from "../../components/paged-list.tsx";
import { type Closure, CLOSURES, closuresQuery, openAgain } from "../../queries/windows.ts";
import { adminWords } from "../../words/admin.ts";
import { ClosureForm } from "./closure-form.tsx";

const texts = adminWords.closures;

/** What to close, then when and why. */
export function CloseMenu() {
  if (!useMay("scheduler:closure:write")) return null;
  return (
    <AddMenu
      label={texts.add}
      kinds={texts.new}
      form={(scope, onClose) => <ClosureForm scope={scope} closure={null} onClose={onClose} />}
    />
  );
}

interface ClosuresProps {
  /** Those that end after this instant; null for all. */
  since: string | null;
  page: number;
  onPage: (page: number) => void;
}

export function Closures({ since, page, onPage }: ClosuresProps) {
  const query = useQuery(closuresQuery(since, rangeOf(page)));
  return (
    <PagedList
      query={query}
      none={{ title: texts.none, text: texts.noneText }}
      {...{ page, onPage }}
    >
      {(closure) => <Entry key={closure.id} closure={closure} />}
    </PagedList>
  );
}

function namesOf({ scope, target_ids }: Closure, choices: Record<string, readonly TextChoice[]>) {
  if (scope === "lab") return "";
  const known = choices[scope] ?? [];
  return target_ids
    .map((id) => known.find(({ value }) => value === String(id))?.label ?? `#${id}`)
    .join(", ");
}

function Entry({ closure }: { closure: Closure }) {
  const mayWrite = useMay("scheduler:closure:write");
  const { devices, types, sites } = useDeviceChoices();
  const [open, setOpen] = useState<"edit" | "open" | null>(null);
  const [begun] = useState(() => new Date().toISOString());
  const over = closure.end <= begun;
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3">
      <span className="min-w-0 grow basis-64">
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={over ? "calm" : "warn"} pattern={over ? "hollow" : "cross"}>
            {texts.scopes[closure.scope]}
          </Badge>
          <span className="min-w-0 font-medium wrap-anywhere">
            {namesOf(closure, { device: devices, type: types, site: sites })}
          </span>
        </span>
        <span className="mt-1 block wrap-anywhere text-ink-soft">{closure.reason}</span>
      </span>
      <span>
        <Time at={closure.start} /> – <Time at={closure.end} />
      </span>
      {mayWrite && !over && (
        <span className="flex gap-1">
          <Button small onClick={() => setOpen("edit")}>
            {adminWords.rules.change}
          </Button>
          <Button small look="quiet" onClick={() => setOpen("open")}>
            {texts.open}
          </Button>
        </span>
      )}
      {open === "edit" && (
        <ClosureForm scope={closure.scope} closure={closure} onClose={() => setOpen(null)} />
      )}
      {open === "open" && <OpenAgain closure={closure} onClose={() => setOpen(null)} />}
    </li>
  );
}

function OpenAgain({ closure, onClose }: { closure: Closure; onClose: () => void }) {
  const queries = useQueryClient();
  const opening = useMutation({
    mutationFn: () => openAgain(closure.id, closure.version),
    onSuccess: () => {
      notify(texts.opened);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: CLOSURES }),
  });
  return (
    <Confirm
      open
      dangerous
      title={texts.openTitle}
      action={texts.open}
      pending={opening.isPending}
      onConfirm={() => opening.mutate()}
      onClose={onClose}
    >
      <p className="mb-3">{texts.openText}</p>
      <Refusal error={opening.error} />
    </Confirm>
  );
}
