import { Empty, Faces } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/booking-line.tsx";
import { locksQuery } from "../../queries/people-admin.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.users;

/** People for whom too many attempts to sign in failed. */
export function Locked() {
  return (
    <Faces
      query={useQuery(locksQuery)}
      empty={({ count }) =>
        count === 0 ? <Empty title={texts.noneLocked}>{texts.noneLockedText}</Empty> : null
      }
    >
      {({ results }) => (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {results.map(({ user_id, display_name, failures, locked_until }) => (
            <li key={user_id} className="flex flex-wrap justify-between gap-x-5 gap-y-1 px-4 py-3">
              <Link
                to="/admin/users/$userId"
                params={{ userId: String(user_id) }}
                className={`font-medium ${linkClasses}`}
              >
                {display_name}
              </Link>
              <span className="text-ink-soft">
                {texts.failures(failures)}, {texts.lockedUntil} <Time at={locked_until} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Faces>
  );
}
