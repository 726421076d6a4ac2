import { useMay } from "@labwright/ui/signed-in";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useEventServices } from "../../components/event-services.ts";
import { allBookingsPage } from "../../queries/all-bookings.ts";
import { approvalsQuery } from "../../queries/approvals.ts";
import type { EventService } from "../../queries/event-services.ts";
import { lettersQuery } from "../../queries/events.ts";
import { invitationsQuery } from "../../queries/invitations.ts";
import { overcommitmentsQuery } from "../../queries/overcommitments.ts";
import { locksQuery } from "../../queries/people-admin.ts";
import { webhooksQuery } from "../../queries/webhooks.ts";
import { closuresQuery, maintenanceQuery } from "../../queries/windows.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.dashboard;
const COUNT = { limit: 1, offset: 0 };

interface NumbersProps {
  /** The present instant, which stays while the page is open. */
  now: string;
  day: string;
  begin: string;
  end: string;
}

/** How much there is of what needs somebody; each number leads to its list. */
export function Numbers({ now, day, begin, end }: NumbersProps) {
  const decides = useMay("scheduler:booking:approve");
  const sees = useMay("scheduler:overcommitment:read");
  const reads = useMay("scheduler:booking:read_any");
  const plans = useMay("scheduler:maintenance:preview");
  const closes = useMay("scheduler:closure:write");
  const manages = useMay("auth:user:write_any");
  const invites = useMay("auth:invitation:write");
  const links = useMay("scheduler:webhook:read");
  const services = useEventServices();
  return (
    <section aria-label={texts.numbers}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
        {decides && (
          <>
            <Requests />
            <Conflicts />
            <Gone />
          </>
        )}
        {sees && <Overcommitted />}
        {reads && (
          <>
            <Flagged />
            <Tomorrow {...{ day, begin, end }} />
          </>
        )}
        {plans && <Maintenance now={now} />}
        {closes && <Closures now={now} />}
        {manages && <Locked />}
        {invites && <Invitations />}
        {services.length > 0 && <Letters services={services} />}
        {links && <WebhooksOff />}
      </dl>
    </section>
  );
}

interface FigureProps {
  name: string;
  query: { data: { count: number } | undefined; error: unknown };
  /** Something has to be done while there is one. */
  urgent?: boolean;
  children: (number: ReactNode) => ReactNode;
}

function Figure({ name, query: { data, error }, urgent, children }: FigureProps) {
  const count = data?.count;
  const number = (
    <span className={urgent && count ? "text-warn" : undefined}>
      {count?.toLocaleString("en-GB") ?? (error ? texts.unknown : "…")}
    </span>
  );
  return (
    <div className="flex flex-col-reverse justify-end bg-panel px-4 py-3">
      <dt className="engraved text-ink-faint">{name}</dt>
      <dd className="font-mono text-3xl font-medium tracking-tight tabular-nums [&_a]:underline-offset-4 [&_a]:hover:underline">
        {children(number)}
      </dd>
    </div>
  );
}

function Requests() {
  const query = useQuery(approvalsQuery({ status: ["PENDING"] }, COUNT));
  return (
    <Figure name={texts.requests} query={query} urgent>
      {(number) => (
        <Link to="/admin/approvals" search={{ status: "PENDING" }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

function Conflicts() {
  const query = useQuery(approvalsQuery({ status: ["CONFLICTING"] }, COUNT));
  return (
    <Figure name={texts.conflicts} query={query} urgent>
      {(number) => <Link to="/admin/conflicts">{number}</Link>}
    </Figure>
  );
}

function Gone() {
  const query = useQuery(approvalsQuery({ owner_gone: true }, COUNT));
  return (
    <Figure name={texts.gone} query={query} urgent>
      {(number) => (
        <Link to="/admin/approvals" search={{ owner_gone: true }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

function Overcommitted() {
  const query = useQuery(overcommitmentsQuery(false, COUNT));
  return (
    <Figure name={texts.overcommitted} query={query} urgent>
      {(number) => <Link to="/admin/overcommitments">{number}</Link>}
    </Figure>
  );
}

function Flagged() {
  const query = useQuery(allBookingsPage({ overcommitted: true })(COUNT));
  return (
    <Figure name={texts.flagged} query={query} urgent>
      {(number) => (
        <Link to="/admin/bookings" search={{ overcommitted: true }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

function Tomorrow({ day, begin, end }: Omit<NumbersProps, "now">) {
  const query = useQuery(allBookingsPage({ start: begin, end })(COUNT));
  return (
    <Figure name={texts.tomorrow} query={query}>
      {(number) => (
        <Link to="/admin/bookings" search={{ from: day, until: day }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

function Maintenance({ now }: { now: string }) {
  const query = useQuery(maintenanceQuery(now, COUNT));
  return (
    <Figure name={texts.maintenance} query={query}>
      {(number) => <Link to="/admin/maintenance">{number}</Link>}
    </Figure>
  );
}

function Closures({ now }: { now: string }) {
  const query = useQuery(closuresQuery(now, COUNT));
  return (
    <Figure name={texts.closures} query={query}>
      {(number) => <Link to="/admin/closures">{number}</Link>}
    </Figure>
  );
}

function Locked() {
  return (
    <Figure name={texts.locked} query={useQuery(locksQuery)} urgent>
      {(number) => <Link to="/admin/users/locked">{number}</Link>}
    </Figure>
  );
}

function Invitations() {
  const query = useQuery(invitationsQuery(["open"], COUNT));
  return (
    <Figure name={texts.invitations} query={query}>
      {(number) => (
        <Link to="/admin/invitations" search={{ state: ["open"] }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

/** What each service could not do anything with; one number where there is nothing of it. */
function Letters({ services }: { services: readonly EventService[] }) {
  const asked = useQueries({
    queries: services.map((service) => lettersQuery(service, { state: ["open"] }, COUNT)),
  });
  const told = services.flatMap((of, at) => {
    const query = asked[at];
    return query && (query.data?.count || query.error) ? [{ of, query }] : [];
  });
  if (told.length > 0) return told.map((each) => <LettersOf key={each.of} {...each} />);
  const none = asked.every(({ data }) => data) ? { count: 0 } : undefined;
  return <LettersOf query={{ data: none, error: null }} />;
}

function LettersOf({ of, query }: { of?: EventService; query: FigureProps["query"] }) {
  const name = of ? texts.lettersOf(adminWords.letters.services[of]) : texts.letters;
  return (
    <Figure name={name} query={query} urgent>
      {(number) => (
        <Link to="/admin/dead-letters" search={{ of, state: ["open"] }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}

function WebhooksOff() {
  return (
    <Figure name={texts.webhooksOff} query={useQuery(webhooksQuery(true, COUNT))}>
      {(number) => (
        <Link to="/admin/webhooks" search={{ off: true }}>
          {number}
        </Link>
      )}
    </Figure>
  );
}
