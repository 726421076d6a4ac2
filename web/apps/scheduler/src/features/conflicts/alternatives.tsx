import { Time } from "@labwright/ui/time";

import { adminWords } from "../../words/admin.ts";
import type { Conflict } from "../../queries/approvals.ts";

const texts = adminWords.conflicts;

/** For each slot that meets another: devices that are free then, and its own nearest free time. */
export function Alternatives({ conflict }: { conflict: Conflict }) {
  const { alternatives, challenger, challenged } = conflict;
  const bookings = [challenger, ...challenged];
  if (alternatives.length === 0) return <p className="text-ink-faint">{texts.noAlternatives}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {alternatives.map(({ slot_id, device_id, equivalents, nearest }) => {
        const booking = bookings.find(({ slots }) => slots.some(({ id }) => id === slot_id));
        const slot = booking?.slots.find(({ id }) => id === slot_id);
        return (
          <li key={slot_id} className="py-2 first:pt-0 last:pb-0">
            <p className="font-medium">
              {texts.instead(
                slot?.device_name ?? `#${device_id}`,
                booking?.owner.display_name ?? "",
              )}
            </p>
            {equivalents.length === 0 && !nearest && (
              <p className="text-ink-faint">{texts.noAlternatives}</p>
            )}
            {equivalents.length > 0 && (
              <>
                <p className="text-ink-soft">{texts.devices}</p>
                <ul className="list-disc pl-5">
                  {equivalents.slice(0, 4).map((one) => (
                    <li key={one.device_id}>
                      {one.name}
                      <span className="text-ink-soft">
                        {[one.site_name, ...one.reasons].filter(Boolean).map((text) => `, ${text}`)}
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {nearest && (
              <p className="mt-1">
                <span className="text-ink-soft">{texts.nearest}: </span>
                <Time at={nearest.start} /> – <Time at={nearest.end} />
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
