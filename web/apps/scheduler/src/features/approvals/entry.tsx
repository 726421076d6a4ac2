import { Badge } from "@labwright/ui/badge";
import { classes } from "@labwright/ui/logic/classes";
import { Time } from "@labwright/ui/time";
import { Link } from "@tanstack/react-router";

import { BookingLink, deviceNames, linkClasses, Span } from "../../components/booking-line.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import type { Approval } from "../../queries/approvals.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";
import { type Kind, kindOf } from "./kinds.ts";

const texts = adminWords.approvals;

interface EntryProps {
  approval: Approval;
  /** The keys are about it. */
  current: boolean;
  selected: boolean;
  onPoint: () => void;
  onSelect: () => void;
}

export function Entry({ approval, current, selected, onPoint, onSelect }: EntryProps) {
  const { booking, slot_ids, asked_at, expires_at } = approval;
  const kind = kindOf(approval);
  const waiting = booking.slots.filter(({ id }) => slot_ids.includes(id));
  const title = booking.title ?? words.bookings.private;
  return (
    <li
      aria-current={current || undefined}
      onPointerDown={onPoint}
      className={classes(
        "grid scroll-mt-28 grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-b border-l-2 border-b-line px-3.5 py-3 last:border-b-0",
        "lg:grid-cols-[auto_minmax(0,2fr)_minmax(0,2fr)_minmax(0,1.4fr)]",
        current ? "border-l-accent" : "border-l-transparent",
        selected && "bg-accent-wash",
      )}
    >
      <input
        type="checkbox"
        className="mt-0.5 size-4 accent-accent"
        aria-label={texts.select(title)}
        disabled={kind !== "request"}
        checked={selected}
        onChange={onSelect}
      />
      <div className="min-w-0">
        <p className="truncate font-medium">
          <BookingLink booking={booking} />
        </p>
        <p className="truncate text-ink-soft">{booking.owner.display_name}</p>
        {booking.message && (
          <p className="mt-1 line-clamp-2 text-ink-soft italic">{booking.message}</p>
        )}
      </div>
      <div className="min-w-0 max-lg:col-start-2">
        <p>
          <Span slots={waiting} />
        </p>
        <p className="truncate text-ink-soft" title={deviceNames(waiting)}>
          {deviceNames(waiting)}
        </p>
        {booking.approval_reasons && booking.approval_reasons.length > 0 && (
          <p className="mt-1 text-ink-soft">
            <span className="sr-only">{texts.why}: </span>
            {booking.approval_reasons.join("; ")}
          </p>
        )}
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1 max-lg:col-start-2">
        <KindBadge kind={kind} />
        <p className="text-ink-soft">
          {kind === "left-behind" ? texts.goneSince : texts.asked}{" "}
          <Time at={asked_at} as="relative" />
        </p>
        {expires_at && (
          <p className="text-ink-soft">
            {texts.until} <Time at={expires_at} />
          </p>
        )}
        <WayOn kind={kind} id={booking.id} />
      </div>
    </li>
  );
}

function KindBadge({ kind }: { kind: Kind }) {
  if (kind === "request") return <StateBadge state="PENDING" />;
  if (kind === "challenge") return <StateBadge state="CONFLICTING" />;
  return (
    <Badge tone="warn" pattern="hollow">
      {texts.gone}
    </Badge>
  );
}

function WayOn({ kind, id }: { kind: Kind; id: string }) {
  const look = `font-medium text-accent ${linkClasses}`;
  if (kind === "challenge")
    return (
      <Link to="/admin/conflicts" search={{ open: id }} className={look}>
        {texts.settle}
      </Link>
    );
  if (kind === "left-behind")
    return (
      <Link to="/bookings/$id" params={{ id }} className={look}>
        {texts.takeOver}
      </Link>
    );
  return null;
}
