import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { type Booking, useBookingChange } from "../../queries/bookings.ts";
import { describe, loadBooking } from "../../queries/booking-parts.ts";
import { peopleQuery } from "../../queries/people.ts";
import { bookingWords } from "../../words/booking.ts";
import { words } from "../../words.ts";

const texts = bookingWords.describe;

interface Described {
  version: number;
  title: string;
  message: string | null;
  collaborators: string[];
}

const described = ({ version, title, message, collaborators }: Booking): Described => ({
  version,
  title: title ?? "",
  message,
  collaborators: collaborators?.map((person) => person.username) ?? [],
});

function useFields(booking: Booking): readonly FieldSpec[] {
  const [typed, setTyped] = useState("");
  const found = useQuery(peopleQuery(useDeferredValue(typed)));
  const known = [...(booking.collaborators ?? []), ...(found.data?.results ?? [])];
  const choices = known.map(({ username, display_name }) => ({
    value: username,
    label: display_name === username ? username : `${display_name} (${username})`,
  }));
  const unique = [...new Map(choices.map((choice) => [choice.value, choice])).values()];
  return [
    { name: "title", label: texts.name, kind: "text", required: true, wide: true },
    {
      name: "collaborators",
      label: words.booking.collaborators,
      hint: words.cart.collaboratorsHint,
      kind: "picks",
      choices: unique,
      onSearch: setTyped,
      wide: true,
    },
    {
      name: "message",
      label: words.booking.message,
      hint: words.cart.messageHint,
      kind: "area",
      wide: true,
    },
  ];
}

interface DescribeDialogProps {
  booking: Booking;
  onClose: () => void;
}

/** Other words, or other people to share the booking with. */
export function DescribeDialog({ booking, onClose }: DescribeDialogProps) {
  const fields = useFields(booking);
  const change = useBookingChange(({ body, version }: { body: object; version: number }) =>
    describe(booking.id, body, version),
  );
  return (
    <RecordDialog<Described>
      title={texts.title}
      fields={fields}
      item={described(booking)}
      onClose={onClose}
      save={async (body, { version }) =>
        described(await change.mutateAsync({ body, version: version ?? booking.version }))
      }
      reload={async () => described(await loadBooking(booking.id))}
      onSaved={onClose}
    />
  );
}
