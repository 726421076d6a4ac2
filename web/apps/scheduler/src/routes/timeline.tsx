import { Page } from "@labwright/ui/page";
import { useLabZone } from "@labwright/ui/time";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { CartButton } from "../features/cart/cart-button.tsx";
import { useIsPhone } from "../components/phone.ts";
import { GROUPINGS, type Grouping } from "../features/timeline/rows.ts";
import { dateOf, isZoom, type Zoom } from "../features/timeline/scale.ts";
import { TimelineView } from "../features/timeline/timeline.tsx";
import { type Look, LOOKS, type View } from "../features/timeline/toolbar.tsx";
import { words } from "../words.ts";
import { useCartPlace } from "./cart-place.ts";

interface TimelineSearch {
  date?: string;
  zoom?: Zoom;
  group?: Grouping;
  q?: string;
  all?: boolean;
  look?: Look;
  mine?: boolean;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What of the address this page understands; the rest is dropped. */
export function timelineSearch(given: Record<string, unknown>): TimelineSearch {
  const { date, zoom, group, q, all, look, mine } = given;
  return {
    ...(typeof date === "string" && DAY.test(date) && { date }),
    ...(isZoom(zoom) && { zoom }),
    ...(GROUPINGS.includes(group as Grouping) && { group: group as Grouping }),
    ...(typeof q === "string" && q !== "" && { q }),
    ...((all === true || all === "true") && { all: true }),
    ...(LOOKS.includes(look as Look) && { look: look as Look }),
    ...((mine === true || mine === "true") && { mine: true }),
  };
}

export function TimelinePage() {
  const search = useSearch({ from: "/" });
  const navigate = useNavigate({ from: "/" });
  const zone = useLabZone();
  const cart = useCartPlace();
  const phone = useIsPhone();
  const view: View = {
    date: search.date ?? dateOf(Date.now(), zone),
    zoom: search.zoom ?? "week",
    grouping: search.group ?? "type",
    q: search.q ?? "",
    bookable: search.all !== true,
    // A phone has no room for devices beside time.
    look: search.look ?? (phone ? "agenda" : "timeline"),
    mine: search.mine === true,
  };
  const change = ({ grouping, bookable, ...rest }: Partial<View>) =>
    void navigate({
      replace: true,
      search: (former) =>
        timelineSearch({
          ...former,
          ...rest,
          ...(grouping && { group: grouping }),
          ...(bookable !== undefined && { all: !bookable }),
        }),
    });
  return (
    <Page title={words.timeline.title} actions={<CartButton onOpen={cart.open} />}>
      <TimelineView view={view} onChange={change} onBook={cart.open} />
    </Page>
  );
}
