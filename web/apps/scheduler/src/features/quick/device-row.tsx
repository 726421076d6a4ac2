import { Badge } from "@labwright/ui/badge";
import { Button, IconButton } from "@labwright/ui/button";
import { notifyFailure } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Star from "lucide-react/icons/star";
import Waypoints from "lucide-react/icons/waypoints";

import type { QuickTime } from "../../components/quick-time.ts";
import { star, usePresetChange } from "../../queries/presets.ts";
import { deviceQuery } from "../../queries/quick.ts";
import { devicesQuery } from "../../queries/timelines.ts";
import { quickWords } from "../../words/quick.ts";
import { add, wishesOver } from "./adding.ts";

export interface RowDevice {
  id: number;
  name: string;
  /** Type, site: what tells it from others. */
  about: readonly (string | null)[];
  bookable: boolean;
}

interface DeviceRowProps {
  device: RowDevice;
  time: QuickTime;
  starred: boolean;
  /** Null while that is not known. */
  free: boolean | null;
}

/** A device with its star, and the ways to put it into the cart. */
export function DeviceRow({ device, time, starred, free }: DeviceRowProps) {
  const { id, name, about, bookable } = device;
  const valid = time.start < time.end;
  const starring = usePresetChange((on: boolean) => star(id, on));
  const addLinked = useAddLinked(device, time);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5 pr-2 pl-1 last:border-0">
      <IconButton
        label={starred ? quickWords.unstar(name) : quickWords.star(name)}
        aria-pressed={starred}
        icon={<Star aria-hidden className={starred ? "fill-current text-warn" : ""} />}
        pending={starring.isPending}
        onClick={() => starring.mutate(!starred, { onError: notifyFailure })}
      />
      <span className="min-w-40 grow basis-0">
        <span className="block font-medium wrap-anywhere">{name}</span>
        <span className="block text-xs text-ink-faint wrap-anywhere">
          {about.filter(Boolean).join(" · ")}
        </span>
      </span>
      {!bookable ? (
        <Badge tone="calm" pattern="cross">
          {quickWords.notBookable}
        </Badge>
      ) : (
        free !== null && (
          <Badge tone={free ? "ok" : "bad"} pattern={free ? "solid" : "cross"}>
            {free ? quickWords.free : quickWords.taken}
          </Badge>
        )
      )}
      <span className="ml-auto flex gap-1">
        <Button
          look="quiet"
          aria-label={quickWords.addLinked(name)}
          disabled={!bookable || !valid}
          pending={addLinked.isPending}
          onClick={() => addLinked.mutate(undefined, { onError: notifyFailure })}
        >
          <Waypoints aria-hidden />
          {quickWords.linked}
        </Button>
        <Button
          aria-label={quickWords.addOne(name)}
          disabled={!bookable || !valid}
          onClick={() => add(wishesOver([{ device_id: id, device_name: name }], time))}
        >
          <Plus aria-hidden />
          {quickWords.add}
        </Button>
      </span>
    </li>
  );
}

/** Adds a device with those that a cable leads to, as far as they can be booked. */
function useAddLinked({ id, name }: RowDevice, time: QuickTime) {
  const queries = useQueryClient();
  const known = useQuery({ ...devicesQuery, enabled: false }).data;
  return useMutation({
    mutationFn: async () => {
      const { links } = await queries.fetchQuery(deviceQuery(id));
      const all = known ?? (await queries.fetchQuery(devicesQuery));
      const peers = new Set(links.map((link) => link.peer_device_id));
      const others = all.filter((each) => peers.has(each.id) && each.id !== id && each.bookable);
      return others.map((each) => ({ device_id: each.id, device_name: each.name }));
    },
    onSuccess: (others) => {
      const wishes = wishesOver([{ device_id: id, device_name: name }, ...others], time);
      add(wishes, others.length === 0 ? quickWords.notLinked(name) : undefined);
    },
  });
}
