import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { AreaField } from "@labwright/ui/field";
import { Select } from "@labwright/ui/select";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import type { QuickTime } from "../../components/quick-time.ts";
import { type PatchLine, resolveLines } from "../../queries/presets.ts";
import { quickWords } from "../../words/quick.ts";
import { add, wishesOver } from "./adding.ts";
import { KeepListDialog } from "./keep-list-dialog.tsx";
import { candidateName, chosenOf, type Choices } from "./patch-lines.ts";

const texts = quickWords.paste;

const LOOKS = {
  exact: { tone: "ok", pattern: "solid" },
  corrected: { tone: "warn", pattern: "half" },
  ambiguous: { tone: "info", pattern: "dots" },
  unknown: { tone: "bad", pattern: "cross" },
} as const;

/** A pasted list: what each line means, what was corrected, what has to be chosen or is unknown. */
export function Paste({ time }: { time: QuickTime }) {
  const [text, setText] = useState("");
  const [choices, setChoices] = useState<Choices>({});
  const [keeping, setKeeping] = useState(false);
  const reading = useMutation({ mutationFn: resolveLines, onSuccess: () => setChoices({}) });
  const lines = reading.data?.lines ?? [];
  const chosen = chosenOf(lines, choices);
  const devices = chosen.map(({ device_id, name }) => ({ device_id, device_name: name }));
  const count = new Set(devices.map((device) => device.device_id)).size;
  return (
    <div className="flex flex-col gap-3">
      <AreaField
        label={texts.label}
        hint={texts.hint}
        placeholder={texts.placeholder}
        className="max-w-xl [&_textarea]:font-mono"
        rows={5}
        maxLength={100_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div>
        <Button
          look={reading.data ? "plain" : "primary"}
          disabled={text.trim() === ""}
          pending={reading.isPending}
          onClick={() => reading.mutate(text)}
        >
          {texts.action}
        </Button>
      </div>
      <Refusal error={reading.error} />
      {reading.data && (
        <>
          <p aria-live="polite" className="font-medium">
            {texts.summary(
              reading.data.exact,
              reading.data.corrected,
              reading.data.ambiguous,
              reading.data.unknown,
            )}
          </p>
          <Lines
            lines={lines}
            choices={choices}
            onChoose={(line, at) => setChoices((now) => ({ ...now, [line]: at }))}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              look="primary"
              disabled={count === 0}
              onClick={() => add(wishesOver(devices, time))}
            >
              {texts.add(count)}
            </Button>
            <Button disabled={count === 0} onClick={() => setKeeping(true)}>
              {texts.keep}
            </Button>
          </div>
        </>
      )}
      {keeping && <KeepListDialog items={chosen} onClose={() => setKeeping(false)} />}
    </div>
  );
}

interface LinesProps {
  lines: readonly PatchLine[];
  choices: Choices;
  onChoose: (line: number, candidate: number | null) => void;
}

function Lines({ lines, choices, onChoose }: LinesProps) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-left">
        <thead className="engraved text-ink-faint">
          <tr>
            {[texts.line, texts.typed, "", texts.means].map((name) => (
              <th key={name} scope="col" className="border-b border-line-strong px-3 py-1.5">
                {name || <span className="sr-only">{texts.action}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((each) => (
            <tr key={each.line} className="border-b border-line align-top last:border-0">
              <td className="reading px-3 py-2 text-ink-faint">{each.line}</td>
              <td className="reading min-w-28 px-3 py-2 wrap-anywhere">{each.text}</td>
              <td className="px-3 py-1.5">
                <Badge {...LOOKS[each.outcome]}>{texts.outcomes[each.outcome]}</Badge>
              </td>
              <td className="min-w-48 px-3 py-1.5">
                <Meaning line={each} choice={choices[each.line]} onChoose={onChoose} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MeaningProps {
  line: PatchLine;
  choice: number | null | undefined;
  onChoose: (line: number, candidate: number | null) => void;
}

function Meaning({ line, choice, onChoose }: MeaningProps) {
  const [first] = line.candidates;
  if (!first) return <span className="text-ink-faint">–</span>;
  if (line.outcome === "exact") return <span className="font-medium">{candidateName(first)}</span>;
  const present = choice ?? (choice === undefined && line.outcome === "corrected" ? 0 : null);
  return (
    <Select
      label={texts.which(line.text)}
      className="[&_label]:sr-only"
      value={present === null ? "" : String(present)}
      choices={[
        ...line.candidates.map((each, at) => ({ value: String(at), label: candidateName(each) })),
        { value: "", label: texts.skip },
      ]}
      onChange={(at) => onChoose(line.line, at === "" ? null : Number(at))}
    />
  );
}
