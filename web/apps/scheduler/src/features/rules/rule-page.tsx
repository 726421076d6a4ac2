import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Faces, Refusal } from "@labwright/ui/faces";
import { type Fact, Facts, Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { usePeopleNames } from "../../components/choices.ts";
import { changeRule, endRule, type Rule, ruleQuery, RULES } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";
import { askedAnew } from "./drafts.ts";
import { DryRun } from "./dry-run.tsx";
import { History } from "./history.tsx";
import { namedWords, termWords } from "./in-words.ts";
import { type Kind, kindName, termFields } from "./kinds.ts";
import { RuleForm } from "./rule-form.tsx";
import { EnabledBadge } from "./rules.tsx";
import { useNames, useTermChoices } from "./use-names.ts";

const texts = adminWords.rules;

/** One rule: what it demands of whom, what it would have done, what it was. */
export function RulePage({ id }: { id: number }) {
  const query = useQuery(ruleQuery(id));
  const mayWrite = useMay("scheduler:rule:write");
  return (
    <Page
      title={query.data?.name ?? texts.one}
      above={<Link to="/admin/rules">{texts.title}</Link>}
      beside={query.data && <EnabledBadge enabled={query.data.enabled} />}
      actions={query.data && mayWrite && <Actions rule={query.data} />}
    >
      <Faces query={query}>
        {(rule) => (
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="flex flex-col gap-5">
              <Said rule={rule} />
              {mayWrite && <DryRun draft={askedAnew(rule)} />}
            </div>
            <Panel title={texts.history}>
              <History rule={rule} />
            </Panel>
          </div>
        )}
      </Faces>
    </Page>
  );
}

function Said({ rule }: { rule: Rule }) {
  const names = useNames([rule]);
  const specs = termFields(rule.kind as Kind, useTermChoices());
  const by = usePeopleNames([rule.updated_by]).get(rule.updated_by);
  const facts: Fact[] = [
    { name: texts.kind, value: kindName(rule.kind) },
    ...termWords(rule.terms, specs),
    { name: texts.about, value: namedWords(rule.target, names) || texts.everything },
    { name: texts.sparing, value: namedWords(rule.unless, names) || texts.nobody },
    { name: texts.sections.valid, value: <Validity rule={rule} /> },
    {
      name: texts.updated,
      value: (
        <>
          <Time at={rule.updated_at} /> {texts.by} {by ?? `#${rule.updated_by}`}
        </>
      ),
    },
  ];
  return (
    <Panel title={texts.sections.terms}>
      {rule.description && <p className="mb-3 max-w-prose text-ink-soft">{rule.description}</p>}
      <Facts facts={facts} />
    </Panel>
  );
}

function Validity({ rule: { valid_from, valid_until } }: { rule: Rule }) {
  if (valid_from === null && valid_until === null) return texts.always;
  return (
    <>
      {valid_from && (
        <>
          {texts.from} <Time at={valid_from} />{" "}
        </>
      )}
      {valid_until && (
        <>
          {texts.until} <Time at={valid_until} />
        </>
      )}
    </>
  );
}

function Actions({ rule }: { rule: Rule }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "end" | null>(null);
  const close = () => setOpen(null);
  const turning = useMutation({
    mutationFn: () => changeRule(rule.id, { enabled: !rule.enabled } as never, rule.version),
    onSuccess: ({ enabled }) => notify(enabled ? texts.turnedOn : texts.turnedOff),
    onError: notifyFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: RULES }),
  });
  const ending = useMutation({
    mutationFn: () => endRule(rule.id, rule.version),
    onSuccess: () => {
      notify(texts.ended(rule.name));
      void navigate({ to: "/admin/rules" });
      queries.removeQueries({ queryKey: [...RULES, rule.id] });
      void queries.invalidateQueries({ queryKey: [...RULES, "page"] });
    },
  });
  return (
    <>
      <Button pending={turning.isPending} onClick={() => turning.mutate()}>
        {rule.enabled ? texts.turnOff : texts.turnOn}
      </Button>
      <Button onClick={() => setOpen("end")}>{texts.end}</Button>
      <Button look="primary" onClick={() => setOpen("edit")}>
        {texts.change}
      </Button>
      {open === "edit" && <RuleForm kind={rule.kind as Kind} rule={rule} onClose={close} />}
      <Confirm
        open={open === "end"}
        dangerous
        title={texts.endTitle(rule.name)}
        action={texts.end}
        pending={ending.isPending}
        onConfirm={() => ending.mutate()}
        onClose={close}
      >
        <p className="mb-3">{texts.endText}</p>
        <Refusal error={ending.error} />
      </Confirm>
    </>
  );
}
