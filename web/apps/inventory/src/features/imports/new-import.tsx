import { Button } from "@labwright/ui/button";
import { Faces, Refusal } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";
import { notifyFailure } from "@labwright/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { linkClasses } from "../../components/device-link.tsx";
import { DropZone } from "../../components/drop-zone.tsx";
import { exportAddress } from "../../queries/devices.ts";
import { importQuery, isUnderWay } from "../../queries/imports.ts";
import type { Import } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { ImportRows } from "./import-rows.tsx";
import { Progress, Summary } from "./summary.tsx";
import { sendFile } from "./upload.ts";

const texts = words.imports;

/** Choose a file, see row by row what it would change, apply it. */
export function NewImport() {
  const [file, setFile] = useState<File | null>(null);
  const check = useMutation({ mutationFn: (chosen: File) => sendFile(chosen, true) });
  const choose = (files: File[]) => {
    const [chosen] = files;
    if (!chosen) return;
    setFile(chosen);
    check.mutate(chosen);
  };
  return (
    <Page
      title={texts.new}
      above={<Link to="/imports">{texts.title}</Link>}
      beside={file && <span className="reading text-ink-faint">{file.name}</span>}
      actions={
        check.data && (
          <Button
            onClick={() => {
              setFile(null);
              check.reset();
            }}
          >
            {texts.another}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        <Refusal error={check.error} />
        {check.isPending && <Progress text={texts.checking} progress={0} />}
        {!check.data && !check.isPending && (
          <DropZone label={texts.choose} hint={texts.drop} accept=".csv,.xlsx" onFiles={choose}>
            <a href={exportAddress({}, "csv")} className={linkClasses}>
              {texts.example}
            </a>
          </DropZone>
        )}
        {check.data && file && <Checked id={check.data.id} file={file} />}
      </div>
    </Page>
  );
}

function Checked({ id, file }: { id: number; file: File }) {
  const query = useQuery(importQuery(id));
  return (
    <Faces query={query}>
      {(done) =>
        isUnderWay(done) ? (
          <Progress text={texts.checking} progress={done.progress} />
        ) : (
          <Report checked={done} file={file} />
        )
      }
    </Faces>
  );
}

function Report({ checked, file }: { checked: Import; file: File }) {
  const navigate = useNavigate();
  const apply = useMutation({
    mutationFn: () => sendFile(file, false),
    onSuccess: ({ id }) => navigate({ to: "/imports/$importId", params: { importId: String(id) } }),
    onError: notifyFailure,
  });
  const { summary, state, reason } = checked;
  const changes = summary.create + summary.update;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <Summary of={checked} />
        {state === "done" && summary.error === 0 && changes > 0 && (
          <Button look="primary" pending={apply.isPending} onClick={() => apply.mutate()}>
            {texts.apply(changes)}
          </Button>
        )}
      </div>
      {state === "failed" && reason && (
        <p role="alert" className="rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2">
          {reason}
        </p>
      )}
      {summary.error > 0 && (
        <p role="alert" className="rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2">
          {texts.errors(summary.error)}
        </p>
      )}
      {summary.error === 0 && changes === 0 && state === "done" && (
        <p className="text-ink-soft">{texts.nothing}</p>
      )}
      <ImportRows importId={checked.id} errorsFirst={summary.error > 0} />
    </>
  );
}
