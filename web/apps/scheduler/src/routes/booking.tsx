import { Faces } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";

import { StateBadge } from "../components/state-badge.tsx";
import { BookingDetail } from "../features/bookings/booking-page.tsx";
import { bookingQuery } from "../queries/bookings.ts";
import { words } from "../words.ts";

export function BookingPage() {
  const { id } = useParams({ from: "/bookings/$id" });
  const booking = useQuery(bookingQuery(id));
  return (
    <Page
      title={booking.data?.title ?? words.booking.untitled}
      above={<Link to="/bookings">{words.bookings.title}</Link>}
      beside={booking.data && <StateBadge state={booking.data.status} />}
    >
      <Faces query={booking}>{(found) => <BookingDetail booking={found} />}</Faces>
    </Page>
  );
}
