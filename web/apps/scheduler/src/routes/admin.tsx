import { buttonClasses } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Page } from "@labwright/ui/page";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Tabs } from "@labwright/ui/tabs";
import { useLabZone } from "@labwright/ui/time";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import Download from "lucide-react/icons/download";

import { Allowed } from "../components/allowed.tsx";
import { useDeviceChoices } from "../components/choices.ts";
import { beginOf, nextDay } from "../components/days.ts";
import { FilterBar, FilterSwitch } from "../components/filter-bar.tsx";
import { AllBookings } from "../features/all-bookings/all-bookings.tsx";
import { type BookingsSearch, Filters } from "../features/all-bookings/filters.tsx";
import { Approvals } from "../features/approvals/approvals.tsx";
import { Conflicts } from "../features/conflicts/conflicts.tsx";
import { Overcommitments } from "../features/overcommitments/overcommitments.tsx";
import {
  type AllBookingsFilter,
  allBookingsPage,
  bookingsExport,
} from "../queries/all-bookings.ts";
import type { Booking } from "../queries/bookings.ts";
import type { SlotState } from "../queries/timelines.ts";
import { adminWords } from "../words/admin.ts";
import { words } from "../words.ts";

const approvals = getRouteApi("/admin/approvals");
const conflicts = getRouteApi("/admin/conflicts");
const bookings = getRouteApi("/admin/bookings");
const overcommitments = getRouteApi("/admin/overcommitments");

const STATES = (["PENDING", "CONFLICTING"] as const).map((value) => ({
  value,
  label: words.states[value],
}));

export function ApprovalsRoute() {
  const texts = adminWords.approvals;
  const { page = 1, status, ...rest } = approvals.useSearch();
  const navigate = useNavigate({ from: "/admin/approvals" });
  const { types, sites } = useDeviceChoices();
  const narrow = (part: Partial<typeof rest> & { status?: typeof status }) =>
    void navigate({ search: { status, ...rest, ...part }, replace: true });
  return (
    <Page title={texts.title}>
      <Allowed to="scheduler:booking:approve">
        <FilterBar
          narrowed={status !== undefined || Object.values(rest).some(Boolean)}
          onClear={() => void navigate({ search: {}, replace: true })}
        >
          <FilterMenu
            label={texts.status}
            choices={STATES}
            values={status ? [status] : []}
            onChange={(values) =>
              narrow({ status: STATES.find(({ value }) => value === values.at(-1))?.value })
            }
          />
          <FilterMenu
            label={texts.type}
            choices={types}
            values={(rest.type_id ?? []).map(String)}
            onChange={(values) => narrow({ type_id: values.map(Number) })}
          />
          <FilterMenu
            label={texts.site}
            choices={sites}
            values={(rest.site_id ?? []).map(String)}
            onChange={(values) => narrow({ site_id: values.map(Number) })}
          />
          <FilterSwitch
            label={texts.gone}
            on={rest.owner_gone === true}
            onChange={(on) => narrow({ owner_gone: on || undefined })}
          />
        </FilterBar>
        <Approvals
          filter={{ ...rest, status: status && [status] }}
          page={page}
          onPage={(next) => void navigate({ search: { status, ...rest, page: next } })}
        />
      </Allowed>
    </Page>
  );
}

export function ConflictsRoute() {
  const { open } = conflicts.useSearch();
  return (
    <Page title={adminWords.conflicts.title}>
      <Allowed to="scheduler:booking:approve">
        <Conflicts open={open} />
      </Allowed>
    </Page>
  );
}

function filterOf({ from, until, status, ...rest }: BookingsSearch, zone: string) {
  const filter: AllBookingsFilter = {
    ...rest,
    status: status as SlotState[] | undefined,
    start: beginOf(from, zone),
    end: beginOf(nextDay(until), zone),
  };
  return filter;
}

export function AllBookingsRoute() {
  const texts = adminWords.allBookings;
  const search = bookings.useSearch();
  const navigate = useNavigate({ from: "/admin/bookings" });
  const filter = filterOf(search, useLabZone());
  const rows = useSparseRows<Booking>(allBookingsPage(filter));
  const change = (part: BookingsSearch) =>
    void navigate({ search: { ...search, ...part }, replace: true });
  return (
    <Page
      title={texts.title}
      beside={
        rows.count !== undefined && (
          <span aria-live="polite" className="reading text-ink-faint">
            {uiWords.table.count(rows.count)}
          </span>
        )
      }
      actions={
        <a href={bookingsExport(filter)} download className={buttonClasses()}>
          <Download aria-hidden />
          {texts.export}
        </a>
      }
    >
      <Allowed to="scheduler:booking:read_any">
        <Filters search={search} onChange={change} />
        <AllBookings
          rows={rows}
          ordering={search.ordering}
          onSort={(ordering) => change({ ordering })}
        />
      </Allowed>
    </Page>
  );
}

export function OvercommitmentsRoute() {
  const texts = adminWords.overcommitments;
  const { resolved = false, page = 1 } = overcommitments.useSearch();
  const navigate = useNavigate({ from: "/admin/overcommitments" });
  const list = (
    <Overcommitments
      resolved={resolved}
      page={page}
      onPage={(next) => void navigate({ search: { resolved: resolved || undefined, page: next } })}
    />
  );
  return (
    <Page title={texts.title}>
      <Allowed to="scheduler:overcommitment:read">
        <Tabs
          label={texts.which}
          chosen={resolved ? "resolved" : "standing"}
          onChoose={(id) => void navigate({ search: { resolved: id === "resolved" || undefined } })}
          pages={[
            { id: "standing", label: texts.standing, content: list },
            { id: "resolved", label: texts.resolved, content: list },
          ]}
        />
      </Allowed>
    </Page>
  );
}
