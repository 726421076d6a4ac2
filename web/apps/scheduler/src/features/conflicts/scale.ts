import type { Conflict } from "../../queries/approvals.ts";

export interface Bar {
  key: string;
  side: "challenger" | "challenged" | "overlap";
  label: string;
  start: number;
  end: number;
}

export interface Row {
  deviceId: number;
  name: string;
  bars: Bar[];
}

export interface Picture {
  start: number;
  end: number;
  rows: Row[];
}

const at = (text: string) => new Date(text).getTime();

function nameOf(deviceId: number, sides: readonly { booking: Conflict["challenger"] }[]): string {
  const slots = sides.flatMap(({ booking }) => booking.slots);
  const named = slots.find((slot) => slot.device_id === deviceId && slot.device_name !== null);
  return named?.device_name ?? `#${deviceId}`;
}

/** A conflict as rows of bars: a row for each device that both want. */
export function pictureOf({ challenger, challenged, overlaps }: Conflict): Picture {
  const devices = [...new Set(overlaps.map(({ device_id }) => device_id))];
  const sides = [
    { booking: challenger, side: "challenger" as const },
    ...challenged.map((booking) => ({ booking, side: "challenged" as const })),
  ];
  const meeting = new Set(overlaps.flatMap((one) => [one.challenging_slot, one.challenged_slot]));
  const rows = devices.map((deviceId) => {
    const bars = sides.flatMap(({ booking, side }) =>
      booking.slots
        .filter((slot) => slot.device_id === deviceId && meeting.has(slot.id))
        .map((slot): Bar => ({
          key: `${side} ${slot.id}`,
          side,
          label: booking.owner.display_name,
          start: at(slot.start),
          end: at(slot.end),
        })),
    );
    const common = overlaps
      .filter((one) => one.device_id === deviceId)
      .map((one) => ({
        key: `overlap ${one.challenging_slot} ${one.challenged_slot}`,
        side: "overlap" as const,
        label: "",
        start: at(one.start),
        end: at(one.end),
      }));
    return { deviceId, name: nameOf(deviceId, sides), bars: [...bars, ...common] };
  });
  const all = rows.flatMap(({ bars }) => bars);
  return {
    start: Math.min(...all.map(({ start }) => start)),
    end: Math.max(...all.map(({ end }) => end)),
    rows,
  };
}

/** Where a bar lies in the picture, in percent. */
export function placeOf(bar: Bar, { start, end }: Picture): { left: number; width: number } {
  const whole = Math.max(1, end - start);
  return {
    left: ((bar.start - start) / whole) * 100,
    width: ((bar.end - bar.start) / whole) * 100,
  };
}
