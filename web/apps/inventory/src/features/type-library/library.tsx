import { inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { CheckField, TextField } from "@labwright/ui/field";
import { Page } from "@labwright/ui/page";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { DropZone } from "../../components/drop-zone.tsx";
import { RowBadge } from "../../components/states.tsx";
import { words } from "../../words.ts";

const texts = words.library;

interface Request {
  files: readonly File[];
  category: string;
  schedulable: boolean;
}

function send({ files, category, schedulable }: Request, dryRun: boolean) {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return take(
    inventory.POST("/api/v1/inventory/device-types/import", {
      params: { query: { dry_run: dryRun, category, schedulable } },
      body: { files: files.map(({ name }) => name) },
      bodySerializer: () => form,
    }),
  );
}

type Report = Awaited<ReturnType<typeof send>>;

/** Choose files of the community library, see what they would become, import them. */
export function Library() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [category, setCategory] = useState("NETWORK");
  const [schedulable, setSchedulable] = useState(true);
  const request = { files, category, schedulable };
  const check = useMutation({ mutationFn: (asked: Request) => send(asked, true) });
  const apply = useMutation({
    mutationFn: () => send(request, false),
    onSuccess: ({ summary }) => {
      void queries.invalidateQueries({ queryKey: ["inventory"] });
      notify(texts.done(summary.create + summary.update));
      return navigate({ to: "/types" });
    },
  });
  const usable = check.data && check.data.summary.create + check.data.summary.update > 0;
  return (
    <Page title={texts.title} above={<Link to="/types">{words.types.title}</Link>}>
      <div className="flex max-w-5xl flex-col gap-5">
        <p className="max-w-prose text-ink-soft">{texts.text}</p>
        <div className="flex flex-wrap items-end gap-5">
          <TextField
            label={words.types.category}
            value={category}
            onChange={(event) => setCategory(event.target.value)}
          />
          <CheckField
            className="pb-2"
            label={texts.schedulable}
            checked={schedulable}
            onChange={(event) => setSchedulable(event.target.checked)}
          />
        </div>
        <DropZone
          label={texts.choose}
          hint={words.imports.drop}
          accept=".yaml,.yml"
          multiple
          onFiles={(chosen) => {
            setFiles(chosen);
            if (chosen.length > 0) check.mutate({ ...request, files: chosen });
          }}
        />
        <Refusal error={check.error ?? apply.error} />
        {check.data && <FileList report={check.data} />}
        {usable && check.data.summary.error === 0 && (
          <Button
            look="primary"
            className="self-start"
            pending={apply.isPending}
            onClick={() => apply.mutate()}
          >
            {texts.apply}
          </Button>
        )}
      </div>
    </Page>
  );
}

function FileList({ report }: { report: Report }) {
  return (
    <ul className="flex flex-col gap-2">
      {report.files.map((file) => (
        <li key={file.file} className="rounded-md border border-line bg-panel px-4 py-2.5">
          <div className="flex flex-wrap items-center gap-3">
            <RowBadge action={file.action} />
            <span className="font-medium">{file.name || file.file}</span>
            <span className="reading text-ink-faint">{file.file}</span>
            {file.new_manufacturer && (
              <span className="text-xs text-ink-faint">{texts.newManufacturer}</span>
            )}
          </div>
          <p className="reading mt-1 text-ink-soft">
            {Object.entries(file.counts)
              .map(([name, count]) => `${String(count)} ${name}`)
              .join(", ")}
          </p>
          {file.unknown_keys.length > 0 && (
            <p className="text-xs text-ink-faint">{texts.unknown(file.unknown_keys.join(", "))}</p>
          )}
          {file.notes.map((note) => (
            <p key={note} className="text-xs text-ink-faint">
              {note}
            </p>
          ))}
          {file.errors.map(({ pointer, message }) => (
            <p key={pointer + message} className="text-bad">
              {pointer} {message}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
