import type { SlotConflict } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { clock, dateTime } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";

import { retimeCart, swapInCart, type Wish } from "../../components/cart-store.ts";
import { firstFree, isFree } from "../../components/free-time.ts";
import { useNow } from "../../components/now.ts";
import { freeTimesQuery } from "../../queries/alternatives.ts";
import { devicesQuery } from "../../queries/timelines.ts";
import { cartWords } from "../../words/cart.ts";

const texts = cartWords.alternatives;
const TWO_WEEKS = 14 * 86_400_000;
const SHOWN = 3;

const iso = (at: number) => new Date(at).toISOString();

interface AlternativesProps {
  wishes: readonly Wish[];
  conflicts: readonly SlotConflict[];
}

/** Another time for all of it, and other devices at the same time; one click takes either. */
export function Alternatives({ wishes, conflicts }: AlternativesProps) {
  const met = new Set(conflicts.map((conflict) => conflict.device_id));
  const together = new Set(wishes.map(({ start, end }) => `${start} ${end}`)).size === 1;
  const taken = wishes.filter((wish) => met.has(wish.deviceId)).slice(0, SHOWN);
  return (
    <section className="flex flex-col gap-2 rounded-md border border-line bg-sunken/50 p-3">
      <h3 className="engraved text-ink-soft">{texts.title}</h3>
      {together && <AnotherTime wishes={wishes} />}
      {taken.map((wish) => (
        <OtherDevices key={`${wish.deviceId} ${wish.start}`} wish={wish} wishes={wishes} />
      ))}
    </section>
  );
}

function AnotherTime({ wishes }: { wishes: readonly Wish[] }) {
  const zone = useLabZone();
  const [first] = wishes;
  const start = first?.start ?? 0;
  const from = Math.max(start, useNow());
  const ids = wishes.map((wish) => wish.deviceId);
  // The question stays the same while the clock ticks.
  const asked = freeTimesQuery({ device_id: ids }, iso(start), iso(start + TWO_WEEKS));
  const free = useQuery(asked);
  if (!first || free.error) return null;
  if (!free.data) return <p className="text-ink-faint">{texts.looking}</p>;
  const found = firstFree(free.data.devices, { from, length: first.end - first.start });
  if (found === null) return <p>{texts.noneFree}</p>;
  const sameDay = dateTime(iso(found.start), zone).slice(0, 11);
  const until = dateTime(iso(found.end), zone).startsWith(sameDay)
    ? clock(iso(found.end), zone)
    : dateTime(iso(found.end), zone);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <p>{texts.nextFree(`${dateTime(iso(found.start), zone)} – ${until}`)}</p>
      <Button small onClick={() => retimeCart(found.start, found.end)}>
        {texts.take}
      </Button>
    </div>
  );
}

/** Free devices of the same type, those of the same site first. */
function OtherDevices({ wish, wishes }: { wish: Wish; wishes: readonly Wish[] }) {
  const devices = useQuery(devicesQuery);
  const own = devices.data?.find((device) => device.id === wish.deviceId);
  const others = useQuery({
    ...freeTimesQuery(
      { type_id: [own?.type_id ?? 0], bookable: true },
      iso(wish.start),
      iso(wish.end),
    ),
    enabled: own !== undefined,
  });
  if (!own || !others.data) return null;
  const sites = new Map(devices.data?.map((device) => [device.id, device.site_id]));
  const inCart = new Set(wishes.map((each) => each.deviceId));
  const free = others.data.devices
    .filter((each) => !inCart.has(each.device_id) && isFree(each, wish.start, wish.end))
    .sort(
      (a, b) =>
        Number(sites.get(b.device_id) === own.site_id) -
        Number(sites.get(a.device_id) === own.site_id),
    );
  if (free.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-1.5">
      <span className="mr-1">{texts.instead(wish.deviceName)}</span>
      {free.slice(0, SHOWN).map(({ device_id, name }) => (
        <Button
          small
          key={device_id}
          aria-label={texts.use(name, wish.deviceName)}
          onClick={() => swapInCart(wish.deviceId, { id: device_id, name })}
        >
          {name}
        </Button>
      ))}
    </p>
  );
}
