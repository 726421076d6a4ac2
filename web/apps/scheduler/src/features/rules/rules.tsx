import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { nextOrdering } from "@labwright/ui/logic/ordering";
import { useMay } from "@labwright/ui/signed-in";
import { type SparseRows, useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import { Link, useNavigate } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useMemo, useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import { type Rule, type RulesFilter, rulesPage } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";
import { namedWords, type Names, termWords } from "./in-words.ts";
import { type Kind, kindName, KINDS, type TermChoices, termFields } from "./kinds.ts";
import { RuleForm } from "./rule-form.tsx";
import { useNames, useTermChoices } from "./use-names.ts";

const texts = adminWords.rules;

export function EnabledBadge({ enabled }: { enabled: boolean }) {
  return enabled ? (
    <Badge tone="ok" pattern="solid">
      {texts.states.on}
    </Badge>
  ) : (
    <Badge tone="calm" pattern="hollow">
      {texts.states.off}
    </Badge>
  );
}

function columnsOf(names: Names, choices: TermChoices): readonly Column<Rule>[] {
  const demands = (rule: Rule) =>
    termWords(rule.terms, termFields(rule.kind as Kind, choices))
      .map(({ name, value }) => `${name} ${value}`)
      .join("; ");
  return [
    {
      id: "name",
      label: texts.name,
      width: [14, 2],
      orderBy: "name",
      cell: ({ id, name }) => (
        <Link to="/admin/rules/$ruleId" params={{ ruleId: String(id) }} className={linkClasses}>
          {name}
        </Link>
      ),
    },
    {
      id: "kind",
      label: texts.kind,
      width: [10, 1],
      orderBy: "kind",
      cell: ({ kind }) => kindName(kind),
    },
    {
      id: "demands",
      label: texts.demands,
      width: [14, 3],
      cell: (rule) => <span title={demands(rule)}>{demands(rule)}</span>,
    },
    {
      id: "about",
      label: texts.about,
      width: [12, 2],
      cell: ({ target }) => {
        const named = namedWords(target, names);
        return <span title={named}>{named || texts.everything}</span>;
      },
    },
    {
      id: "enabled",
      label: texts.enabled,
      width: [7, 0],
      cell: ({ enabled }) => <EnabledBadge enabled={enabled} />,
    },
    {
      id: "updated",
      label: texts.updated,
      width: [9.5, 0],
      orderBy: "updated_at",
      cell: ({ updated_at }) => <Time at={updated_at} as="relative" />,
    },
  ];
}

interface RulesProps {
  filter: RulesFilter;
  onFilter: (part: RulesFilter) => void;
}

/** The lab's rules in a table. */
export function Rules({ filter, onFilter }: RulesProps) {
  const rows = useSparseRows<Rule>(rulesPage(filter));
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={8} />;
  if (rows.count > 0)
    return (
      <Table
        rows={rows}
        ordering={filter.ordering}
        onSort={(column) => onFilter({ ordering: nextOrdering(filter.ordering, column) })}
      />
    );
  const narrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <Empty title={narrowed ? texts.none : texts.noneYet} action={!narrowed && <NewRule />}>
      {narrowed ? texts.noneText : texts.noneYetText}
    </Empty>
  );
}

interface TableProps {
  rows: SparseRows<Rule>;
  ordering: string | undefined;
  onSort: (column: string) => void;
}

function Table({ rows, ordering, onSort }: TableProps) {
  const names = useNames(rows.loaded);
  const choices = useTermChoices();
  const columns = useMemo(() => columnsOf(names, choices), [names, choices]);
  return (
    <DataTable
      label={texts.title}
      columns={columns}
      rows={rows}
      nameOf={({ name }) => name}
      ordering={ordering}
      onSort={onSort}
    />
  );
}

/** Asks for the kind, then for the rule itself. */
export function NewRule() {
  const mayWrite = useMay("scheduler:rule:write");
  const navigate = useNavigate();
  const [open, setOpen] = useState<"kinds" | Kind | null>(null);
  const close = () => setOpen(null);
  if (!mayWrite) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen("kinds")}>
        <Plus aria-hidden />
        {texts.add}
      </Button>
      {open === "kinds" && (
        <Dialog open wide onClose={close} title={texts.choose}>
          <ul className="grid gap-1 sm:grid-cols-2">
            {KINDS.map((kind) => (
              <li key={kind}>
                <button
                  type="button"
                  className="w-full rounded-md border border-transparent px-3 py-2 text-left hover:border-line-strong hover:bg-raised"
                  onClick={() => setOpen(kind)}
                >
                  <span className="block font-medium">{texts.kinds[kind].name}</span>
                  <span className="block text-ink-soft">{texts.kinds[kind].hint}</span>
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
      {open !== null && open !== "kinds" && (
        <RuleForm
          kind={open}
          rule={null}
          onClose={close}
          onSaved={({ id }) =>
            void navigate({ to: "/admin/rules/$ruleId", params: { ruleId: String(id) } })
          }
        />
      )}
    </>
  );
}
