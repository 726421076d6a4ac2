import { FilterWords } from "@labwright/ui/filter-words";
import { Page } from "@labwright/ui/page";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Tabs } from "@labwright/ui/tabs";

import { BookingList } from "../features/bookings/booking-list.tsx";
import { CartButton } from "../features/cart/cart-button.tsx";
import { words } from "../words.ts";
import { useCartPlace } from "./cart-place.ts";

const WHENS = ["coming", "past", "all"] as const;
type When = (typeof WHENS)[number];

interface BookingsSearch {
  when?: When;
  page?: number;
  q?: string;
}

export function bookingsSearch({ when, page, q }: Record<string, unknown>): BookingsSearch {
  return {
    ...(WHENS.includes(when as When) && { when: when as When }),
    ...(Number(page) > 0 && { page: Math.floor(Number(page)) }),
    ...(typeof q === "string" && q !== "" && { q }),
  };
}

const FAR = "2999-01-01T00:00:00Z";
const LONG_AGO = "2000-01-01T00:00:00Z";

/** A minute that stays for a while, so that the question stays the same. */
const thisHour = () => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();

function filterOf(when: When) {
  if (when === "coming") return { mine: true, start: thisHour(), end: FAR, ordering: "start" };
  if (when === "past") return { mine: true, start: LONG_AGO, end: thisHour(), ordering: "-start" };
  return { mine: true, ordering: "-created_at" };
}

export function BookingsPage() {
  const { when = "coming", page = 0, q } = useSearch({ from: "/bookings" });
  const navigate = useNavigate({ from: "/bookings" });
  const cart = useCartPlace();
  return (
    <Page title={words.bookings.title} actions={<CartButton onOpen={cart.open} />}>
      <div className="mb-3">
        <FilterWords
          label={words.bookings.filter}
          value={q}
          onChange={(typed) =>
            void navigate({ search: { when, ...(typed && { q: typed }) }, replace: true })
          }
        />
      </div>
      <Tabs
        label={words.bookings.which}
        chosen={when}
        onChoose={(next) => void navigate({ search: { when: next, ...(q && { q }) } })}
        pages={WHENS.map((id) => ({
          id,
          label: words.bookings.whens[id],
          content: (
            <BookingList
              filter={{ ...filterOf(id), ...(q && { q }) }}
              page={page}
              onPage={(next) => void navigate({ search: { when, page: next, ...(q && { q }) } })}
            />
          ),
        }))}
      />
    </Page>
  );
}
