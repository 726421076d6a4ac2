import { isProblem } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { dateTime, fromField, toField } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { pastQuery } from "../../queries/device-parts.ts";
import { words } from "../../words.ts";
import { type Compared, compared } from "./then-and-now.ts";

const texts = words.past;

interface MomentFormProps {
  /** An instant that is shown already (RFC 3339). */
  at: string | undefined;
  onAt: (at: string | undefined) => void;
}

/** Asks for an instant of the past, in the lab's time. */
export function MomentForm({ at, onAt }: MomentFormProps) {
  const zone = useLabZone();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("at");
    const chosen = typeof typed === "string" ? fromField(typed, zone) : null;
    if (chosen) onAt(chosen.toISOString());
  };
  return (
    <form key={at} onSubmit={submit} className="mb-4 flex flex-wrap items-end gap-2">
      <TextField
        mono
        required
        name="at"
        type="datetime-local"
        label={texts.label}
        defaultValue={at && toField(at, zone)}
        max={toField(new Date(), zone)}
        className="max-w-60"
      />
      <Button type="submit">{texts.show}</Button>
      {at && (
        <Button look="quiet" onClick={() => onAt(undefined)}>
          {texts.back}
        </Button>
      )}
    </form>
  );
}

/** A device as it was at an instant, beside what it is now. */
export function Past({ deviceId, at }: { deviceId: number; at: string }) {
  const [now] = useState(() => new Date().toISOString());
  const then = useQuery(pastQuery(deviceId, at));
  const present = useQuery(pastQuery(deviceId, now));
  if (isProblem(then.error) && then.error.status === 404)
    return <Empty title={texts.notYet}>{texts.notYetText}</Empty>;
  return (
    <Faces query={then}>
      {(was) => (
        <Faces query={present}>
          {(is) => (
            <>
              {was.removed_at && <p className="mb-3 font-medium text-warn">{texts.removed}</p>}
              <Fields at={at} fields={compared(was.fields, is.fields)} />
            </>
          )}
        </Faces>
      )}
    </Faces>
  );
}

function Fields({ at, fields }: { at: string; fields: readonly Compared[] }) {
  const zone = useLabZone();
  const [all, setAll] = useState(false);
  const differing = fields.filter(({ differs }) => differs);
  const shown = all ? fields : differing;
  const left = fields.length - shown.length;
  return (
    <>
      {shown.length === 0 ? (
        <p>{texts.nothing}</p>
      ) : (
        <div className="overflow-x-auto rounded-lg border border-line bg-panel">
          <table aria-label={texts.title} className="w-full text-left">
            <thead className="engraved bg-sunken text-ink-soft">
              <tr>
                {[words.history.field, texts.then(dateTime(at, zone)), texts.now].map((name) => (
                  <th key={name} scope="col" className="border-b border-line-strong px-3 py-2">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((each) => (
                <Row key={each.field} {...each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {left > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-3 text-ink-soft">
          {texts.same(left)}
          <Button small onClick={() => setAll(true)}>
            {texts.showAll}
          </Button>
        </p>
      )}
    </>
  );
}

function Row({ field, then, now, differs }: Compared) {
  const cell = (value: string, look: string) => (
    <td className={`reading px-3 py-2 wrap-anywhere ${differs ? look : "text-ink-soft"}`}>
      {value || <span className="text-ink-faint">–</span>}
    </td>
  );
  return (
    <tr className="border-b border-line align-top last:border-0">
      <th scope="row" className="px-3 py-2 font-medium">
        {words.device[field as "name"] ?? field.replaceAll("_", " ")}
      </th>
      {cell(then, "bg-bad-wash text-bad")}
      {cell(now, "bg-ok-wash text-ok")}
    </tr>
  );
}
