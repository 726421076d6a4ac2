import { newKey } from "@labwright/api/client";
import { isProblem, isStale } from "@labwright/api/problem";
import { useMutation } from "@tanstack/react-query";
import { Fragment, type ReactNode, useId, useMemo, useRef, useState } from "react";
import { Controller, useForm } from "react-hook-form";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Refusal } from "./faces.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import {
  type Body,
  bodyOf,
  differencesOf,
  errorsByField,
  type FieldSpec,
  inWords,
  type Values,
  valuesOf,
} from "./logic/record-fields.ts";
import { fromField, toField } from "./logic/times.ts";
import { words } from "./logic/words.ts";
import { RecordField } from "./record-field.tsx";
import { StaleDialog } from "./stale-dialog.tsx";
import { useLabZone } from "./time.tsx";

export interface Versioned {
  version: number;
}

/** How a change is sent: made from this version, or, of a new record, under this key. */
export type SaveAs = { version: number; key?: never } | { key: string; version?: never };

interface RecordDialogProps<Item extends Versioned> {
  onClose: () => void;
  title: string;
  fields: readonly FieldSpec[];
  /** What is changed; null for a new one. */
  item: Item | null;
  save: (body: Body, as: SaveAs) => Promise<Item>;
  /** The record as it is now, after somebody else changed it. */
  reload?: () => Promise<Item>;
  onSaved: (item: Item) => void;
  action?: string;
  /** More to see about what is typed. */
  preview?: (values: Values) => ReactNode;
  wide?: boolean;
}

function useZonedTimes() {
  const zone = useLabZone();
  return useMemo(
    () => ({
      toField: (at: string) => toField(at, zone),
      fromField: (text: string) => fromField(text, zone)?.toISOString() ?? null,
    }),
    [zone],
  );
}

/** Makes or changes a record. Mount it when it is opened: it remembers the version it began with. */
export function RecordDialog<Item extends Versioned>(props: RecordDialogProps<Item>) {
  const { onClose, title, fields, save, reload, onSaved, action, preview, wide } = props;
  const times = useZonedTimes();
  const id = useId();
  const [key] = useState(newKey);
  const [base, setBase] = useState(props.item);
  const [theirs, setTheirs] = useState<Item | null>(null);
  const opened = base && valuesOf(fields, base, times);
  const form = useForm<Values>({ defaultValues: valuesOf(fields, base, times) });
  const kept = useRef(false);
  const { isDirty } = form.formState;
  const saving = useMutation({
    mutationFn: ({ values, over }: { values: Values; over: Item | null }) => {
      const body = bodyOf(fields, values, opened, times);
      return save(body, over ? { version: over.version } : { key });
    },
    onSuccess: (saved) => {
      // What follows may lead to another page: nothing is lost by it.
      kept.current = true;
      onSaved(saved);
    },
    onError: async (error) => {
      if (isStale(error) && reload) return setTheirs(await reload());
      if (!isProblem(error)) return;
      for (const [name, message] of Object.entries(errorsByField(error, fields)))
        form.setError(name, { message });
    },
  });
  const submit = form.handleSubmit((values) => {
    if (!saving.isPending) saving.mutate({ values, over: base });
  });
  const start = (from: Item) => {
    setBase(from);
    setTheirs(null);
    saving.reset();
  };
  return (
    <>
      <LeaveGuard dirty={() => isDirty && !kept.current} />
      <Dialog
        open
        onClose={onClose}
        title={title}
        wide={wide}
        // What was typed is not thrown away by a slip.
        insistent={isDirty}
        actions={
          <>
            <Button onClick={onClose}>{words.cancel}</Button>
            <Button type="submit" form={id} look="primary" pending={saving.isPending}>
              {action ?? words.save}
            </Button>
          </>
        }
      >
        <form id={id} noValidate onSubmit={(event) => void submit(event)}>
          <Refusal error={theirs ? null : saving.error} />
          <div className="grid gap-4 pt-1 sm:grid-cols-2">
            {fields.map((spec) => (
              <Fragment key={spec.name}>
                {spec.section && (
                  <h2 className="engraved mt-2 border-t border-line pt-4 text-ink-soft sm:col-span-2">
                    {spec.section}
                  </h2>
                )}
                <Controller
                  control={form.control}
                  name={spec.name}
                  rules={{
                    required: spec.required && words.missing,
                    validate: (value) => spec.check?.(value) ?? true,
                  }}
                  render={({ field, fieldState }) => (
                    <RecordField
                      spec={spec}
                      value={field.value ?? ""}
                      error={fieldState.error?.message}
                      onChange={field.onChange}
                      valueOf={(name) => form.watch(name)}
                    />
                  )}
                />
              </Fragment>
            ))}
          </div>
          {preview && <Preview watch={() => form.watch()} show={preview} />}
        </form>
      </Dialog>
      {theirs && opened && (
        <StaleDialog
          open
          pending={saving.isPending}
          differences={differencesOf(
            fields,
            opened,
            valuesOf(fields, theirs, times),
            form.getValues(),
          ).map(({ spec, before, theirs: now, yours }) => ({
            field: spec.label,
            before: inWords(spec, before) || null,
            theirs: inWords(spec, now) || null,
            yours: inWords(spec, yours) || null,
          }))}
          onKeepMine={() => {
            const values = form.getValues();
            setTheirs(null);
            saving.mutate({ values, over: theirs });
          }}
          onTakeTheirs={() => {
            start(theirs);
            form.reset(valuesOf(fields, theirs, times));
          }}
          onGoOn={() => setTheirs(null)}
        />
      )}
    </>
  );
}

interface PreviewProps {
  watch: () => Values;
  show: (values: Values) => ReactNode;
}

function Preview({ watch, show }: PreviewProps) {
  return <div className="mt-5">{show(watch())}</div>;
}
