import type { components } from "@labwright/api/generated/inventory";

import type { Device, DeviceStatus } from "../../queries/types.ts";

type DeviceChange = components["schemas"]["DeviceChange"];

/** The choice that leaves a field as it is; an empty one clears it. */
export const KEEP = "keep";

/** What many devices shall become. */
export interface BulkWish {
  status: string;
  device_type_id: string;
  site_id: string;
  manufacturer_id: string;
  schedulable: string;
  addTags: string[];
  removeTags: string[];
}

export const KEEP_ALL: BulkWish = {
  status: KEEP,
  device_type_id: KEEP,
  site_id: KEEP,
  manufacturer_id: KEEP,
  schedulable: KEEP,
  addTags: [],
  removeTags: [],
};

const idOf = (text: string) => (text === "" ? null : Number(text));

/** What the wish changes about a device; null when it is so already. */
export function changeOf(device: Device, wish: BulkWish): DeviceChange | null {
  const change: DeviceChange = {};
  if (wish.status !== KEEP && wish.status !== device.status)
    change.status = wish.status as DeviceStatus;
  if (wish.device_type_id !== KEEP && Number(wish.device_type_id) !== device.device_type_id)
    change.device_type_id = Number(wish.device_type_id);
  if (wish.site_id !== KEEP && idOf(wish.site_id) !== device.site_id)
    change.site_id = idOf(wish.site_id);
  if (wish.manufacturer_id !== KEEP && idOf(wish.manufacturer_id) !== device.manufacturer_id)
    change.manufacturer_id = idOf(wish.manufacturer_id);
  if (wish.schedulable !== KEEP) {
    const wanted = wish.schedulable === "" ? null : wish.schedulable === "true";
    if (wanted !== device.schedulable) change.schedulable = wanted;
  }
  const kept = device.tags.filter((name) => !wish.removeTags.includes(name));
  const tags = [...kept, ...wish.addTags.filter((name) => !kept.includes(name))];
  if (tags.length !== device.tags.length || tags.some((name) => !device.tags.includes(name)))
    change.tags = tags;
  return Object.keys(change).length > 0 ? change : null;
}
