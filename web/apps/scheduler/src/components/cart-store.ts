import { useSyncExternalStore } from "react";

/** A device over a time that somebody means to book; instants in milliseconds. */
export interface Wish {
  deviceId: number;
  deviceName: string;
  start: number;
  end: number;
}

const KEPT_AS = "labwright.scheduler.cart";

let wishes: readonly Wish[] = stored();
const listeners = new Set<() => void>();

function stored(): readonly Wish[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "[]") as Wish[];
  } catch {
    return [];
  }
}

function set(next: readonly Wish[]) {
  wishes = next;
  sessionStorage.setItem(KEPT_AS, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Wishes by device and time; those of one device that touch or overlap are one. */
export function merged(all: readonly Wish[]): Wish[] {
  const sorted = [...all].sort(
    (a, b) =>
      a.deviceName.localeCompare(b.deviceName, undefined, { numeric: true }) ||
      a.deviceId - b.deviceId ||
      a.start - b.start,
  );
  const joined: Wish[] = [];
  for (const wish of sorted) {
    const last = joined.at(-1);
    if (last && last.deviceId === wish.deviceId && wish.start <= last.end)
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, wish.end) };
    else joined.push(wish);
  }
  return joined;
}

export function addToCart(more: readonly Wish[]): void {
  set(merged([...wishes, ...more]));
}

export function removeFromCart(gone: readonly Wish[]): void {
  set(wishes.filter((wish) => !gone.includes(wish)));
}

/** Give every wish another time. */
export function retimeCart(start: number, end: number): void {
  set(merged(wishes.map((wish) => ({ ...wish, start, end }))));
}

/** Have these instead, such as the same at another time. */
export function replaceCart(next: readonly Wish[]): void {
  set(merged(next));
}

/** Have another device in the place of one, at the same times. */
export function swapInCart(former: number, device: { id: number; name: string }): void {
  const swapped = wishes.map((wish) =>
    wish.deviceId === former ? { ...wish, deviceId: device.id, deviceName: device.name } : wish,
  );
  set(merged(swapped));
}

export function emptyCart(): void {
  set([]);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is in the cart: it lasts as long as the browser's tab. */
export function useCart(): readonly Wish[] {
  return useSyncExternalStore(subscribe, () => wishes);
}
