import { CheckField } from "@labwright/ui/field";
import { Time } from "@labwright/ui/time";

import type { Slot } from "../../queries/bookings.ts";
import { words } from "../../words.ts";

interface SlotChoiceProps {
  slots: readonly Slot[];
  chosen: ReadonlySet<number>;
  onChange: (chosen: ReadonlySet<number>) => void;
}

/** Which slots of a booking a change is about, by their devices. */
export function SlotChoice({ slots, chosen, onChange }: SlotChoiceProps) {
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  // The name alone does not tell two slots of a device apart.
  const isRepeated = ({ id, device_id }: Slot) =>
    slots.some((other) => other.id !== id && other.device_id === device_id);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8125rem] font-medium text-ink-soft">
        {words.booking.which}
      </legend>
      {slots.map((slot) => (
        <CheckField
          key={slot.id}
          label={slot.device_name ?? `#${slot.device_id}`}
          hint={
            isRepeated(slot) && (
              <>
                <Time at={slot.start} /> – <Time at={slot.end} />
              </>
            )
          }
          checked={chosen.has(slot.id)}
          onChange={() => toggle(slot.id)}
        />
      ))}
    </fieldset>
  );
}
