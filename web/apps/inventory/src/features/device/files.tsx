import { inventory, take } from "@labwright/api/client";
import { IconButton } from "@labwright/ui/button";
import { Faces, Refusal } from "@labwright/ui/faces";
import { Confirm } from "@labwright/ui/dialog";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Trash2 from "lucide-react/icons/trash-2";
import { useState } from "react";

import { linkClasses } from "../../components/device-link.tsx";
import { DropZone } from "../../components/drop-zone.tsx";
import { attachmentsQuery } from "../../queries/device-parts.ts";
import { DEVICES } from "../../queries/devices.ts";
import type { Attachment } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.files;

/** Data sheets, photographs and certificates of a device. */
export function Files({ deviceId }: { deviceId: number }) {
  const mayWrite = useMay("inventory:device:write");
  const queries = useQueryClient();
  const query = useQuery(attachmentsQuery(deviceId));
  const again = () => queries.invalidateQueries({ queryKey: [...DEVICES, deviceId] });
  const adding = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      return take(
        inventory.POST("/api/v1/inventory/devices/{device_id}/attachments", {
          params: { path: { device_id: deviceId } },
          body: { file: file.name },
          bodySerializer: () => form,
        }),
      );
    },
    onSuccess: () => {
      void again();
      notify(texts.added);
    },
  });
  return (
    <Faces query={query}>
      {({ results }) => (
        <div className="flex flex-col gap-4">
          <Refusal error={adding.error} />
          {results.length > 0 && (
            <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
              {results.map((file) => (
                <FileRow key={file.id} file={file} mayRemove={mayWrite} onRemoved={again} />
              ))}
            </ul>
          )}
          {results.length === 0 && !mayWrite && <p className="text-ink-faint">{texts.none}</p>}
          {mayWrite && (
            <DropZone
              label={texts.add}
              hint={results.length === 0 ? texts.noneText : words.imports.drop}
              accept=""
              onFiles={([file]) => file && adding.mutate(file)}
            />
          )}
        </div>
      )}
    </Faces>
  );
}

interface FileRowProps {
  file: Attachment;
  mayRemove: boolean;
  onRemoved: () => unknown;
}

function FileRow({ file, mayRemove, onRemoved }: FileRowProps) {
  const [asking, setAsking] = useState(false);
  const removing = useMutation({
    mutationFn: () =>
      take(
        inventory.DELETE("/api/v1/inventory/devices/{device_id}/attachments/{attachment_id}", {
          params: { path: { device_id: file.device_id, attachment_id: file.id } },
        }),
      ),
    onSuccess: () => {
      setAsking(false);
      notify(texts.removed);
      onRemoved();
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2.5">
      <a
        href={file.url}
        download
        className={`min-w-0 grow basis-60 font-medium wrap-anywhere ${linkClasses}`}
      >
        {file.name}
      </a>
      <span className="reading text-ink-faint">{sizeInWords(file.size)}</span>
      <span className="text-ink-soft">{file.actor_name}</span>
      <Time at={file.created_at} />
      {mayRemove && (
        <IconButton
          small
          label={`${texts.remove}: ${file.name}`}
          icon={<Trash2 aria-hidden />}
          onClick={() => setAsking(true)}
        />
      )}
      <Confirm
        open={asking}
        dangerous
        title={words.remove(file.name)}
        action={texts.remove}
        pending={removing.isPending}
        onConfirm={() => removing.mutate()}
        onClose={() => setAsking(false)}
      >
        <Refusal error={removing.error} />
      </Confirm>
    </li>
  );
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
