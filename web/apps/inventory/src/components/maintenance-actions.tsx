import { ifMatch, inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Maintenance } from "../queries/types.ts";
import { words } from "../words.ts";
import { MaintenanceForm } from "./maintenance-form.tsx";

const texts = words.maintenance;

const REPORT_FIELDS: readonly FieldSpec[] = [
  { name: "outcome", label: texts.outcome, kind: "area" },
  { name: "performed_by", label: texts.performed_by, kind: "text" },
  { name: "cost", label: texts.cost, kind: "number" },
  { name: "parts", label: texts.parts, kind: "text", wide: true },
  { name: "next_due", label: texts.next_due, kind: "time" },
];

type Open = "edit" | "finish" | "cancel" | null;

/** What can be done with a maintenance as it stands. */
export function MaintenanceActions({ item }: { item: Maintenance }) {
  const mayWrite = useMay("inventory:maintenance:write");
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const changed = (text: string) => {
    void queries.invalidateQueries({ queryKey: ["inventory"] });
    notify(text);
    close();
  };
  const starting = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/maintenance/{maintenance_id}/start", {
          params: { path: { maintenance_id: item.id } },
          headers: ifMatch(item.version),
        }),
      ),
    onSuccess: () => changed(texts.begun),
    onError: notifyFailure,
  });
  if (!mayWrite || item.state === "done" || item.state === "cancelled") return null;
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {item.state === "scheduled" ? (
        <Button small pending={starting.isPending} onClick={() => starting.mutate()}>
          {texts.begin}
        </Button>
      ) : (
        <Button small onClick={() => setOpen("finish")}>
          {texts.finish}
        </Button>
      )}
      <Button small look="quiet" onClick={() => setOpen("edit")}>
        {words.bulk.edit}
      </Button>
      <Button small look="quiet" onClick={() => setOpen("cancel")}>
        {texts.cancel}
      </Button>
      {open === "edit" && <MaintenanceForm item={item} onClose={close} />}
      {open === "finish" && (
        <RecordDialog<Maintenance>
          title={texts.finishTitle}
          action={texts.finish}
          fields={REPORT_FIELDS}
          item={item}
          save={(body, as) =>
            take(
              inventory.POST("/api/v1/inventory/maintenance/{maintenance_id}/finish", {
                params: { path: { maintenance_id: item.id } },
                body,
                headers: ifMatch(as.version ?? item.version),
              }),
            )
          }
          onSaved={() => changed(texts.finished)}
          onClose={close}
        />
      )}
      {open === "cancel" && (
        <CancelDialog item={item} onDone={() => changed(texts.cancelled)} onClose={close} />
      )}
    </span>
  );
}

interface CancelDialogProps {
  item: Maintenance;
  onDone: () => void;
  onClose: () => void;
}

function CancelDialog({ item, onDone, onClose }: CancelDialogProps) {
  const [reason, setReason] = useState("");
  const cancelling = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/maintenance/{maintenance_id}/cancel", {
          params: { path: { maintenance_id: item.id } },
          body: { reason: reason.trim() || null },
          headers: ifMatch(item.version),
        }),
      ),
    onSuccess: onDone,
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
