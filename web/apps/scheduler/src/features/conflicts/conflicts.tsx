import { Empty, Faces } from "@labwright/ui/faces";
import { classes } from "@labwright/ui/logic/classes";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { deviceNames, Span } from "../../components/booking-line.tsx";
import { approvalsQuery } from "../../queries/approvals.ts";
import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";
import { ConflictsOf } from "./conflict.tsx";

const texts = adminWords.conflicts;
const SHOWN = 100;

/** Challenges that wait, and the one that is looked at. */
export function Conflicts({ open }: { open: string | undefined }) {
  const query = useQuery(approvalsQuery({ status: ["CONFLICTING"] }, { limit: SHOWN, offset: 0 }));
  return (
    <Faces
      query={query}
      empty={({ count }) =>
        count === 0 && open === undefined ? (
          <Empty title={texts.none}>{texts.noneText}</Empty>
        ) : null
      }
    >
      {({ results }) => {
        const shown = open ?? results[0]?.booking.id;
        return (
          <div className="grid items-start gap-5 lg:grid-cols-[18rem_minmax(0,1fr)]">
            {results.length > 0 && (
              <nav aria-label={texts.list} className="rounded-lg border border-line bg-panel">
                <ul>
                  {results.map(({ booking }) => (
                    <li key={booking.id} className="border-b border-line last:border-0">
                      <Link
                        to="/admin/conflicts"
                        search={{ open: booking.id }}
                        aria-current={booking.id === shown ? "page" : undefined}
                        className={classes(
                          "block border-l-2 px-3.5 py-2.5 hover:bg-sunken",
                          booking.id === shown
                            ? "border-accent bg-accent-wash"
                            : "border-transparent",
                        )}
                      >
                        <span className="block truncate font-medium">
                          {booking.title ?? words.bookings.private}
                        </span>
                        <span className="block truncate text-ink-soft">
                          {booking.owner.display_name}, {deviceNames(booking.slots)}
                        </span>
                        <span className="block truncate text-[0.8125rem]">
                          <Span slots={booking.slots} />
                        </span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
            <div className={results.length > 0 ? "min-w-0" : "min-w-0 lg:col-span-2"}>
              {shown && <ConflictsOf key={shown} id={shown} />}
            </div>
          </div>
        );
      }}
    </Faces>
  );
}
