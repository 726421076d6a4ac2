import { Page } from "@labwright/ui/page";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { usualTime } from "../components/quick-time.ts";
import { CartButton } from "../features/cart/cart-button.tsx";
import { QUICK_TABS, QuickBook, type QuickTab } from "../features/quick/quick-page.tsx";
import { quickWords } from "../words/quick.ts";
import { useCartPlace } from "./cart-place.ts";
import { quickSearch } from "./quick-search.ts";

const isTab = (text: unknown): text is QuickTab => QUICK_TABS.includes(text as QuickTab);

export function QuickPage() {
  const search = useSearch({ from: "/quick" });
  const navigate = useNavigate({ from: "/quick" });
  const cart = useCartPlace();
  const [usual] = useState(() => usualTime(Date.now()));
  const change = (part: Record<string, unknown>) =>
    void navigate({ replace: true, search: (now) => quickSearch({ ...now, ...part }) });
  const time = {
    start: search.start ? Date.parse(search.start) : usual.start,
    end: search.end ? Date.parse(search.end) : usual.end,
  };
  return (
    <Page title={quickWords.title} actions={<CartButton onOpen={cart.open} />}>
      <QuickBook
        tab={isTab(search.tab) ? search.tab : "devices"}
        q={search.q ?? ""}
        time={time}
        onTab={(tab) => change({ tab })}
        onSearch={(q) => change({ q })}
        onTime={({ start, end }) =>
          change({ start: new Date(start).toISOString(), end: new Date(end).toISOString() })
        }
      />
    </Page>
  );
}
