import { Faces } from "@labwright/ui/faces";
import { plainWords } from "@labwright/ui/logic/plain-words";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";

import { usePeopleNames } from "../../components/choices.ts";
import { type Rule, ruleHistoryQuery, type RuleVersion } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";
import { differences, namedWords, type Names, termWords } from "./in-words.ts";
import { type Kind, type TermChoices, termFields } from "./kinds.ts";
import { useNames, useTermChoices } from "./use-names.ts";

const texts = adminWords.rules;

/** What a rule was, each version with what it changed. */
export function History({ rule }: { rule: Rule }) {
  return (
    <Faces query={useQuery(ruleHistoryQuery(rule.id))}>
      {({ results }) => <Versions rule={rule} versions={results} />}
    </Faces>
  );
}

function Versions({ rule, versions }: { rule: Rule; versions: readonly RuleVersion[] }) {
  const people = usePeopleNames(versions.map(({ changed_by }) => changed_by));
  const names = useNames([rule]);
  const choices = useTermChoices();
  return (
    <ol className="divide-y divide-line">
      {versions.map((version, index) => (
        <li key={version.version} className="py-2 first:pt-0 last:pb-0">
          <p className="flex flex-wrap justify-between gap-x-3">
            <strong className="font-medium">{texts.version(version.version)}</strong>
            <span className="text-ink-soft">
              <Time at={version.changed_at} /> {texts.by}{" "}
              {people.get(version.changed_by) ?? `#${version.changed_by}`}
            </span>
          </p>
          <Change version={version} before={versions[index + 1]} {...{ names, choices }} />
        </li>
      ))}
    </ol>
  );
}

interface ChangeProps {
  version: RuleVersion;
  before: RuleVersion | undefined;
  names: Names;
  choices: TermChoices;
}

function Change({ version, before, names, choices }: ChangeProps) {
  if (version.removed) return <p>{texts.removed}</p>;
  if (before === undefined) return <p className="text-ink-soft">{texts.first}</p>;
  const said = (name: string, value: unknown) => {
    if (name === "terms" && typeof value === "object" && value !== null) {
      const { kind } = value as { kind: Kind };
      return termWords(value, termFields(kind, choices))
        .map((term) => `${term.name} ${term.value}`)
        .join("; ");
    }
    const named = typeof value === "object" && value !== null;
    return named ? namedWords(value, names) : plainWords(value);
  };
  return (
    <ul>
      {differences(before.rule, version.rule).map(({ name, ...sides }) => (
        <li key={name}>
          <span className="text-ink-soft">{LABELS[name] ?? name}:</span>{" "}
          {said(name, sides.after) || "–"}{" "}
          <span className="text-ink-faint">
            ({texts.was} {said(name, sides.before) || "–"})
          </span>
        </li>
      ))}
    </ul>
  );
}

const LABELS: Record<string, string> = {
  name: texts.name,
  description: texts.description,
  terms: texts.demands,
  target: texts.about,
  unless: texts.sparing,
  enabled: texts.enabled,
  valid_from: texts.validFrom,
  valid_until: texts.validUntil,
};
