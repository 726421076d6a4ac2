import { Empty, Faces } from "@labwright/ui/faces";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";

import { BookingLink, sentence, Span, deviceNames } from "../../components/booking-line.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Conflict, conflictQuery } from "../../queries/approvals.ts";
import type { Booking } from "../../queries/bookings.ts";
import { adminWords } from "../../words/admin.ts";
import { Alternatives } from "./alternatives.tsx";
import { DecideForm } from "./decide-form.tsx";
import { PictureOf } from "./picture.tsx";

const texts = adminWords.conflicts;

/** Every conflict in which a booking has a side. */
export function ConflictsOf({ id }: { id: string }) {
  const query = useQuery(conflictQuery(id));
  return (
    <Faces
      query={query}
      empty={({ conflicts }) =>
        conflicts.length === 0 ? <Empty title={texts.over}>{texts.overText}</Empty> : null
      }
    >
      {({ conflicts }) => (
        <div className="flex flex-col gap-8">
          {conflicts.map((conflict) => (
            <Sides key={conflict.challenger.id} conflict={conflict} />
          ))}
        </div>
      )}
    </Faces>
  );
}

function Sides({ conflict }: { conflict: Conflict }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Panel title={texts.challenger}>
          <Side booking={conflict.challenger} />
        </Panel>
        <Panel title={texts.challenged}>
          <div className="flex flex-col divide-y divide-line">
            {conflict.challenged.map((booking) => (
              <Side key={booking.id} booking={booking} />
            ))}
          </div>
        </Panel>
      </div>
      <Panel title={texts.overlaps}>
        <PictureOf conflict={conflict} />
      </Panel>
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Panel title={texts.decide}>
          <DecideForm conflict={conflict} />
        </Panel>
        <Panel title={texts.alternatives}>
          <Alternatives conflict={conflict} />
        </Panel>
      </div>
    </div>
  );
}

function Side({ booking }: { booking: Booking }) {
  return (
    <div className="flex flex-col gap-0.5 py-2 first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <strong className="font-semibold">
          <BookingLink booking={booking} />
        </strong>
        <StateBadge state={booking.status} text={sentence(booking.status_text)} />
      </p>
      <p>{booking.owner.display_name}</p>
      <p className="text-ink-soft">
        <Span slots={booking.slots} />
      </p>
      <p className="text-ink-soft">{deviceNames(booking.slots)}</p>
      {booking.message && (
        <p className="mt-1 wrap-anywhere text-ink-soft italic">{booking.message}</p>
      )}
      <p className="text-ink-faint">
        {texts.asked} <Time at={booking.created_at} as="relative" />
      </p>
    </div>
  );
}
