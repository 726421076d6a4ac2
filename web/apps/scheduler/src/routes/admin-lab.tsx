import { buttonClasses } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { FilterWords } from "@labwright/ui/filter-words";
import { Page } from "@labwright/ui/page";
import { Tabs } from "@labwright/ui/tabs";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useState } from "react";

import { Allowed } from "../components/allowed.tsx";
import { FilterBar, FilterSwitch } from "../components/filter-bar.tsx";
import { CloseMenu, Closures } from "../features/closures/closures.tsx";
import { kindName, KINDS } from "../features/rules/kinds.ts";
import { RulePage } from "../features/rules/rule-page.tsx";
import { NewRule, Rules } from "../features/rules/rules.tsx";
import { PlanButton, Windows } from "../features/windows/windows.tsx";
import { adminWords } from "../words/admin.ts";

const rules = getRouteApi("/admin/rules");
const rule = getRouteApi("/admin/rules/$ruleId");
const closures = getRouteApi("/admin/closures");
const maintenance = getRouteApi("/admin/maintenance");

const KIND_CHOICES = KINDS.map((value) => ({ value: value as string, label: kindName(value) }));

export function RulesRoute() {
  const texts = adminWords.rules;
  const { off, ...search } = rules.useSearch();
  const navigate = useNavigate({ from: "/admin/rules" });
  const narrow = useCallback(
    (part: object) =>
      void navigate({ search: (former) => ({ ...former, ...part }), replace: true }),
    [navigate],
  );
  return (
    <Page title={texts.title} actions={<NewRule />}>
      <Allowed to="scheduler:rule:read">
        <FilterBar
          narrowed={Boolean(off ?? search.q ?? search.kind)}
          onClear={() => narrow({ q: undefined, kind: undefined, off: undefined })}
        >
          <FilterWords
            label={texts.search}
            value={search.q}
            onChange={useCallback((q) => narrow({ q }), [narrow])}
          />
          <FilterMenu
            label={texts.kind}
            choices={KIND_CHOICES}
            values={search.kind ?? []}
            onChange={(kind) => narrow({ kind })}
          />
          <FilterSwitch
            label={texts.states.off}
            on={off === true}
            onChange={(on) => narrow({ off: on || undefined })}
          />
        </FilterBar>
        <Rules filter={{ ...search, enabled: off ? false : undefined }} onFilter={narrow} />
      </Allowed>
    </Page>
  );
}

export function RuleRoute() {
  return (
    <Allowed to="scheduler:rule:read">
      <RulePage id={Number(rule.useParams().ruleId)} />
    </Allowed>
  );
}

/** An instant that stays the same while a page is open, so that its question does. */
const useOpenedAt = () => useState(() => new Date().toISOString())[0];

interface ComingOrAllProps {
  texts: { which: string; coming: string; all: string };
  all: boolean;
  onAll: (all: boolean) => void;
  children: (since: string | null) => ReactNode;
}

/** What is still to come, or everything there ever was. */
function ComingOrAll({ texts, all, onAll, children }: ComingOrAllProps) {
  const now = useOpenedAt();
  const content = children(all ? null : now);
  return (
    <Tabs
      label={texts.which}
      chosen={all ? "all" : "coming"}
      onChoose={(id) => onAll(id === "all")}
      pages={[
        { id: "coming", label: texts.coming, content },
        { id: "all", label: texts.all, content },
      ]}
    />
  );
}

export function ClosuresRoute() {
  const texts = adminWords.closures;
  const { all, page = 1 } = closures.useSearch();
  const navigate = useNavigate({ from: "/admin/closures" });
  const onPage = (next: number) => void navigate({ search: { all, page: next } });
  return (
    <Page title={texts.title} actions={<CloseMenu />}>
      <Allowed to="scheduler:closure:write">
        <ComingOrAll
          texts={texts}
          all={all ?? false}
          onAll={(chosen) => void navigate({ search: { all: chosen || undefined } })}
        >
          {(since) => <Closures {...{ since, page, onPage }} />}
        </ComingOrAll>
      </Allowed>
    </Page>
  );
}

export function MaintenanceRoute() {
  const texts = adminWords.windows;
  const { all, page = 1 } = maintenance.useSearch();
  const navigate = useNavigate({ from: "/admin/maintenance" });
  const onPage = (next: number) => void navigate({ search: { all, page: next } });
  return (
    <Page
      title={texts.title}
      actions={
        <>
          <a href="/app/inventory/maintenance" className={buttonClasses()}>
            {texts.toCalendar}
          </a>
          <PlanButton />
        </>
      }
    >
      <Allowed to="scheduler:maintenance:preview">
        <ComingOrAll
          texts={texts}
          all={all ?? false}
          onAll={(chosen) => void navigate({ search: { all: chosen || undefined } })}
        >
          {(since) => <Windows {...{ since, page, onPage }} />}
        </ComingOrAll>
      </Allowed>
    </Page>
  );
}
