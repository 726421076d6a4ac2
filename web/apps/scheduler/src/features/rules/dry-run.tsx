import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useMutation } from "@tanstack/react-query";
import FlaskConical from "lucide-react/icons/flask-conical";
import { useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import { usePeopleNames } from "../../components/choices.ts";
import { type RuleIn, type Tried, type TriedBooking, tryRule } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.rules.tries;
const DAYS = 31;
const SHOWN = 10;

/** Tries a draft on the bookings of last month, when somebody asks for it. */
export function DryRun({ draft }: { draft: RuleIn }) {
  const trying = useMutation({ mutationFn: () => tryRule(draft, DAYS) });
  return (
    <section className="rounded-md border border-line bg-sunken px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button disabled={!draft.name} pending={trying.isPending} onClick={() => trying.mutate()}>
          <FlaskConical aria-hidden />
          {texts.action}
        </Button>
        <p className="min-w-48 grow basis-0 text-ink-soft">
          {draft.name ? texts.hint : texts.incomplete}
        </p>
      </div>
      <div aria-live="polite" className="[&>*]:mt-3">
        <Refusal error={trying.error} />
        {trying.data && <Result tried={trying.data} />}
      </div>
    </section>
  );
}

function Result({ tried }: { tried: Tried }) {
  const [all, setAll] = useState(false);
  const { words, bookings, truncated } = tried;
  const shown = all ? bookings : bookings.slice(0, SHOWN);
  const names = usePeopleNames(shown.map(({ owner_id }) => owner_id));
  return (
    <div>
      <p className="text-base font-semibold">{sentence(words)}</p>
      <ul className="mt-1 divide-y divide-line">
        {shown.map((booking) => (
          <Met key={booking.booking_id} booking={booking} who={names.get(booking.owner_id)} />
        ))}
      </ul>
      {shown.length < bookings.length && (
        <Button small look="quiet" onClick={() => setAll(true)}>
          {texts.more(bookings.length)}
        </Button>
      )}
      {truncated && <p className="text-ink-soft">{texts.truncated}</p>}
    </div>
  );
}

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

function Met({ booking, who }: { booking: TriedBooking; who: string | undefined }) {
  const { booking_id, owner_id, created_at, needs_approval, violations } = booking;
  const why = violations.map(({ rule, actual }) => `${rule.replaceAll("_", " ")}: ${said(actual)}`);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-1.5">
      {/* A form stands open here; the booking opens beside it. */}
      <a
        href={`/app/scheduler/bookings/${booking_id}`}
        target="_blank"
        rel="noreferrer"
        className={`font-medium ${linkClasses}`}
      >
        {texts.booking} {who ?? `#${owner_id}`}
      </a>
      <span className="text-ink-soft">
        {texts.asked} <Time at={created_at} />
      </span>
      <span className="text-ink-soft">
        {[...why, ...(needs_approval ? [texts.approval] : [])].join("; ")}
      </span>
    </li>
  );
}

const said = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
