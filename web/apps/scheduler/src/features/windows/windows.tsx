import { Badge, type Pattern, type Tone } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import { PagedList, rangeOf } from "../../components/paged-list.tsx";
import {
  cancelMaintenance,
  MAINTENANCE,
  type Maintenance,
  maintenanceQuery,
} from "../../queries/windows.ts";
import { adminWords } from "../../words/admin.ts";
import { WindowForm } from "./window-form.tsx";

const texts = adminWords.windows;

const LOOKS: Record<Maintenance["state"], [Tone, Pattern]> = {
  scheduled: ["info", "hollow"],
  in_progress: ["warn", "stripes"],
  done: ["ok", "solid"],
  cancelled: ["calm", "cross"],
};

export function PlanButton() {
  const mayWrite = useMay("inventory:maintenance:write");
  const [open, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {texts.plan}
      </Button>
      {open && <WindowForm item={null} onClose={() => setOpen(false)} />}
    </>
  );
}

interface WindowsProps {
  /** What ends after this instant; null for all. */
  since: string | null;
  page: number;
  onPage: (page: number) => void;
}

/** Maintenance as a list. */
export function Windows({ since, page, onPage }: WindowsProps) {
  const query = useQuery(maintenanceQuery(since, rangeOf(page)));
  return (
    <PagedList
      query={query}
      none={{ title: texts.none, text: texts.noneText }}
      {...{ page, onPage }}
    >
      {(item) => <Entry key={item.id} item={item} />}
    </PagedList>
  );
}

function Entry({ item }: { item: Maintenance }) {
  const mayWrite = useMay("inventory:maintenance:write");
  const [open, setOpen] = useState<"edit" | "cancel" | null>(null);
  const [tone, pattern] = LOOKS[item.state];
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3">
      <span className="w-28 shrink-0">
        <Badge tone={tone} pattern={pattern}>
          {texts.states[item.state]}
        </Badge>
      </span>
      <span className="min-w-0 grow basis-56">
        <a
          href={`/app/inventory/devices/${item.device_id}?tab=maintenance`}
          className={`font-medium ${linkClasses}`}
        >
          {item.device.name}
        </a>
        <span className="block wrap-anywhere text-ink-soft">
          {item.title}, {texts.kinds[item.kind]}
        </span>
      </span>
      <span>
        <Time at={item.start} /> – <Time at={item.end} />
      </span>
      {mayWrite && item.state === "scheduled" && (
        <span className="flex gap-1">
          <Button small onClick={() => setOpen("edit")}>
            {texts.change}
          </Button>
          <Button small look="quiet" onClick={() => setOpen("cancel")}>
            {texts.cancel}
          </Button>
        </span>
      )}
      {open === "edit" && <WindowForm item={item} onClose={() => setOpen(null)} />}
      {open === "cancel" && <Cancel item={item} onClose={() => setOpen(null)} />}
    </li>
  );
}

function Cancel({ item, onClose }: { item: Maintenance; onClose: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const cancelling = useMutation({
    mutationFn: () => cancelMaintenance(item.id, reason.trim() || null, item.version),
    onSuccess: () => {
      notify(texts.cancelled);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: MAINTENANCE }),
  });
  return (
    <Confirm
      open
      dangerous
      title={texts.cancelTitle}
      action={texts.cancel}
      pending={cancelling.isPending}
      onConfirm={() => cancelling.mutate()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <p>{texts.cancelText}</p>
        <Refusal error={cancelling.error} />
        <TextField
          label={texts.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Confirm>
  );
}
