import { Button } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { FilterWords } from "@labwright/ui/filter-words";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { Page } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Tabs } from "@labwright/ui/tabs";
import { useLabZone } from "@labwright/ui/time";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import Download from "lucide-react/icons/download";
import { useCallback } from "react";

import { Allowed } from "../components/allowed.tsx";
import { choicesOf } from "../components/choices-of.ts";
import { beginOf, nextDay } from "../components/days.ts";
import { FilterBar, FilterDay, FilterSwitch } from "../components/filter-bar.tsx";
import { Audit } from "../features/audit/audit.tsx";
import { VerifyButton } from "../features/audit/verify.tsx";
import { Dashboard } from "../features/dashboard/dashboard.tsx";
import { Settings } from "../features/settings/settings.tsx";
import { auditExport, type AuditFilter } from "../queries/audit.ts";
import { SERVICES } from "../queries/settings.ts";
import { adminWords } from "../words/admin.ts";

const audit = getRouteApi("/admin/audit");
const settings = getRouteApi("/admin/settings");

export function DashboardRoute() {
  return (
    <Page title={adminWords.dashboard.title}>
      <Allowed to="scheduler:booking:read_any">
        <Dashboard />
      </Allowed>
    </Page>
  );
}

const EXACT = ["actor", "action", "target", "request_id"] as const;

export function AuditRoute() {
  const texts = adminWords.audit;
  const { from, until, ...search } = audit.useSearch();
  const navigate = useNavigate({ from: "/admin/audit" });
  const zone = useLabZone();
  const filter: AuditFilter = {
    ...search,
    outcome: search.outcome && [search.outcome],
    at__gte: beginOf(from, zone),
    at__lt: beginOf(nextDay(until), zone),
  };
  const narrow = useCallback(
    (part: object) =>
      void navigate({ search: (former) => ({ ...former, ...part }), replace: true }),
    [navigate],
  );
  const narrowed = [from, until, ...Object.values(search)].some((value) => value !== undefined);
  return (
    <Page title={texts.title} actions={<AuditActions filter={filter} />}>
      <Allowed to="auth:audit:read">
        <FilterBar narrowed={narrowed} onClear={() => void navigate({ search: {}, replace: true })}>
          <FilterWords
            label={texts.search}
            value={search.q}
            onChange={useCallback((q) => narrow({ q }), [narrow])}
          />
          <FilterMenu
            label={texts.service}
            choices={choicesOf(texts.services)}
            values={search.service ?? []}
            onChange={(service) => narrow({ service })}
          />
          <FilterMenu
            label={texts.outcome}
            choices={choicesOf(texts.outcomes)}
            values={search.outcome ? [search.outcome] : []}
            onChange={(values) => narrow({ outcome: values.at(-1) })}
          />
          <FilterDay label={texts.from} value={from} onChange={(day) => narrow({ from: day })} />
          <FilterDay label={texts.until} value={until} onChange={(day) => narrow({ until: day })} />
          {EXACT.flatMap((name) =>
            (search[name] ?? []).map((value) => (
              <FilterSwitch
                key={`${name} ${value}`}
                label={texts.only(value)}
                on
                onChange={() =>
                  narrow({ [name]: search[name]?.filter((other) => other !== value) })
                }
              />
            )),
          )}
        </FilterBar>
        <Audit filter={filter} onNarrow={narrow} />
      </Allowed>
    </Page>
  );
}

function AuditActions({ filter }: { filter: AuditFilter }) {
  const texts = adminWords.audit;
  const mayRead = useMay("auth:audit:read");
  const mayExport = useMay("auth:audit:export");
  return (
    <>
      {mayRead && <VerifyButton />}
      {mayExport && (
        <Menu
          label={texts.export}
          button={
            <Button>
              <Download aria-hidden />
              {texts.export}
            </Button>
          }
        >
          {(["csv", "jsonl"] as const).map((format) => (
            <MenuItem
              key={format}
              render={
                <a href={auditExport(filter, format)} download>
                  {texts.files[format]}
                </a>
              }
            >
              {texts.files[format]}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

export function SettingsRoute() {
  const texts = adminWords.settings;
  const { of = "auth" } = settings.useSearch();
  const navigate = useNavigate({ from: "/admin/settings" });
  return (
    <Page title={texts.title}>
      <Allowed to="auth:settings:read">
        <Tabs
          label={texts.which}
          chosen={of}
          onChoose={(next) => void navigate({ search: { of: next } })}
          pages={SERVICES.map((service) => ({
            id: service,
            label: texts.services[service],
            content: <Settings service={service} />,
          }))}
        />
      </Allowed>
    </Page>
  );
}
