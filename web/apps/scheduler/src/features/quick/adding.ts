import { notify } from "@labwright/ui/toast";

import { addToCart, type Wish } from "../../components/cart-store.ts";
import { milliseconds } from "../../components/durations.ts";
import type { QuickTime } from "../../components/quick-time.ts";
import type { Booking } from "../../queries/bookings.ts";
import type { Template } from "../../queries/presets.ts";
import { quickWords } from "../../words/quick.ts";

interface Named {
  device_id: number;
  device_name: string | null;
  removed?: boolean;
}

const nameOf = ({ device_id, device_name }: Named) => device_name ?? `#${device_id}`;

/** Each device once over the time; ports of one device are that device. */
export function wishesOver(devices: readonly Named[], { start, end }: QuickTime): Wish[] {
  const present = devices.filter((device) => !device.removed);
  const byId = new Map(present.map((device) => [device.device_id, nameOf(device)]));
  return [...byId].map(([deviceId, deviceName]) => ({ deviceId, deviceName, start, end }));
}

/** A template's devices, each for as long and as much later as it says. */
export function wishesOfTemplate({ items }: Template, start: number): Wish[] {
  return items
    .filter((item) => !item.removed)
    .map((item) => {
      const from = start + (milliseconds(item.after) ?? 0);
      const end = from + (milliseconds(item.lasts) ?? 0);
      return { deviceId: item.device_id, deviceName: nameOf(item), start: from, end };
    });
}

/** A past booking's devices as far apart as they were, its first slot now at `start`. */
export function wishesOfBooking({ slots }: Booking, start: number): Wish[] {
  const by = start - Math.min(...slots.map((slot) => Date.parse(slot.start)));
  return slots.map((slot) => ({
    deviceId: slot.device_id,
    deviceName: nameOf(slot),
    start: Date.parse(slot.start) + by,
    end: Date.parse(slot.planned_end ?? slot.end) + by,
  }));
}

/** Puts wishes into the cart and says so, in other words where there are some. */
export function add(wishes: readonly Wish[], said?: string): void {
  addToCart(wishes);
  notify(said ?? quickWords.added(new Set(wishes.map((wish) => wish.deviceId)).size));
}
