import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { nextOrdering } from "@labwright/ui/logic/ordering";
import { type SparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";

import { BookingLink, deviceNames, sentence } from "../../components/booking-line.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import type { Booking } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.allBookings;

const first = ({ slots }: Booking) => slots.map(({ start }) => start).sort()[0];
const last = ({ slots }: Booking) =>
  slots
    .map(({ end }) => end)
    .sort()
    .at(-1);

const COLUMNS: readonly Column<Booking>[] = [
  {
    id: "title",
    label: texts.booking,
    width: [12, 2],
    cell: (booking) => <BookingLink booking={booking} />,
  },
  { id: "owner", label: texts.owner, width: [8, 1], cell: ({ owner }) => owner.display_name },
  {
    id: "start",
    label: texts.start,
    width: [11, 0],
    orderBy: "start",
    cell: (booking) => <Instant at={first(booking)} />,
  },
  {
    id: "end",
    label: texts.end,
    width: [11, 0],
    cell: (booking) => <Instant at={last(booking)} />,
  },
  {
    id: "devices",
    label: texts.devices,
    width: [8, 2],
    cell: ({ slots }) => <span title={deviceNames(slots)}>{deviceNames(slots)}</span>,
  },
  {
    id: "state",
    label: texts.state,
    width: [9, 1],
    cell: ({ status, status_text }) => <StateBadge state={status} text={sentence(status_text)} />,
  },
  {
    id: "created",
    label: texts.created,
    width: [9.5, 0],
    orderBy: "created_at",
    cell: ({ created_at }) => <Time at={created_at} as="relative" />,
  },
];

const Instant = ({ at }: { at: string | undefined }) => (at ? <Time at={at} /> : null);

interface AllBookingsProps {
  rows: SparseRows<Booking>;
  ordering: string | undefined;
  onSort: (ordering: string | undefined) => void;
}

/** Everybody's bookings in a table. */
export function AllBookings({ rows, ordering, onSort }: AllBookingsProps) {
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={10} />;
  if (rows.count === 0) return <Empty title={texts.none}>{texts.noneText}</Empty>;
  return (
    <DataTable
      label={texts.title}
      columns={COLUMNS}
      rows={rows}
      nameOf={({ title }) => title ?? words.bookings.private}
      ordering={ordering}
      onSort={(column) => onSort(nextOrdering(ordering, column))}
    />
  );
}
