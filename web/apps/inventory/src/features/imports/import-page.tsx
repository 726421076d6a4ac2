import { inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Faces, Refusal } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { ImportBadge } from "../../components/states.tsx";
import { IMPORTS, importQuery, isUnderWay } from "../../queries/imports.ts";
import type { Import } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { ImportRows } from "./import-rows.tsx";
import { Progress, Summary } from "./summary.tsx";

const texts = words.imports;

export function ImportPage({ id }: { id: number }) {
  const query = useQuery(importQuery(id));
  return (
    <Faces query={query}>
      {(one) => (
        <Page
          title={one.filename}
          above={<Link to="/imports">{texts.title}</Link>}
          beside={<ImportBadge state={one.state} />}
          actions={!one.dry_run && one.state === "done" && <Undo of={one} />}
        >
          <Content of={one} />
        </Page>
      )}
    </Faces>
  );
}

function Content({ of }: { of: Import }) {
  const queries = useQueryClient();
  const ended = !isUnderWay(of);
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ["inventory", "devices"] });
  }, [ended, queries]);
  if (!ended)
    return <Progress text={of.undoes ? texts.undoing : texts.running} progress={of.progress} />;
  return (
    <div className="flex flex-col gap-5">
      <Summary of={of} />
      {of.dry_run && <p className="text-ink-soft">{`${texts.checked} ${texts.lost}`}</p>}
      {of.reason && (
        <p role="alert" className="rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2">
          {of.reason}
        </p>
      )}
      <ImportRows importId={of.id} errorsFirst={of.summary.error > 0} />
    </div>
  );
}

function Undo({ of }: { of: Import }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const undoing = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/imports/{import_id}/undo", {
          params: { path: { import_id: of.id }, query: { background: true } },
        }),
      ),
    onSuccess: () => {
      setOpen(false);
      return queries.invalidateQueries({ queryKey: IMPORTS });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{texts.undo}</Button>
      <Confirm
        open={open}
        dangerous
        title={texts.undoTitle}
        action={texts.undo}
        pending={undoing.isPending}
        onConfirm={() => undoing.mutate()}
        onClose={() => setOpen(false)}
      >
        <p className="mb-3">{texts.undoText}</p>
        <Refusal error={undoing.error} />
      </Confirm>
    </>
  );
}
