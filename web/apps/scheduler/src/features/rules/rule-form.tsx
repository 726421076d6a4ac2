import { bodyOf, type Body, type Values } from "@labwright/ui/logic/record-fields";
import { fromField, toField } from "@labwright/ui/logic/times";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { changeRule, makeRule, type Rule, ruleQuery, RULES } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";
import { byFields, changeOf, flatOf, type FlatRule, ruleOf } from "./drafts.ts";
import { DryRun } from "./dry-run.tsx";
import { useRuleFields } from "./fields.ts";
import { type Kind, kindName } from "./kinds.ts";

const texts = adminWords.rules;

interface RuleFormProps {
  kind: Kind;
  /** What is changed; null for a new one. */
  rule: Rule | null;
  onClose: () => void;
  onSaved?: (rule: { id: number }) => void;
}

/** Makes or changes a rule, and tries it on what was booked before it is saved. */
export function RuleForm({ kind, rule, onClose, onSaved }: RuleFormProps) {
  const queries = useQueryClient();
  const zone = useLabZone();
  const fields = useRuleFields(kind, rule);
  // Parts are told as a whole, so what a change is made over has to be what the server has.
  const present = useRef(rule);
  const save = async (body: Body, as: SaveAs): Promise<FlatRule> => {
    try {
      const former = present.current;
      return flatOf(
        former && as.version !== undefined
          ? await changeRule(former.id, changeOf(former, body), as.version)
          : await makeRule(ruleOf(kind, body), as.key ?? ""),
      );
    } catch (error) {
      throw byFields(error);
    }
  };
  const reload = async (id: number) => {
    present.current = await queries.fetchQuery({ ...ruleQuery(id), staleTime: 0 });
    return flatOf(present.current);
  };
  const times = {
    toField: (at: string) => toField(at, zone),
    fromField: (text: string) => fromField(text, zone)?.toISOString() ?? null,
  };
  const draftOf = (values: Values) => ruleOf(kind, bodyOf(fields, values, null, times));
  return (
    <RecordDialog<FlatRule>
      wide
      title={rule ? texts.edit(rule.name) : texts.new(kindName(kind))}
      fields={fields}
      item={rule && flatOf(rule)}
      save={save}
      {...(rule && { reload: () => reload(rule.id) })}
      preview={(values) => <DryRun draft={draftOf(values)} />}
      onSaved={(saved) => {
        void queries.invalidateQueries({ queryKey: RULES });
        notify(rule ? texts.changed(String(saved.name)) : texts.made(String(saved.name)));
        onClose();
        onSaved?.(saved);
      }}
      onClose={onClose}
    />
  );
}
