import { Button } from "@labwright/ui/button";
import { Empty, Faces, Failed } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { isFree } from "../../components/free-time.ts";
import type { QuickTime } from "../../components/quick-time.ts";
import { freeTimesQuery } from "../../queries/alternatives.ts";
import { favouritesQuery } from "../../queries/presets.ts";
import { deviceSearchQuery, nearNamesQuery } from "../../queries/quick.ts";
import { quickWords } from "../../words/quick.ts";
import { DeviceRow, type RowDevice } from "./device-row.tsx";

interface DevicesTabProps {
  q: string;
  onSearch: (q: string) => void;
  time: QuickTime;
}

/** Favourites, and whatever is searched for, each with whether it is free. */
export function DevicesTab({ q, onSearch, time }: DevicesTabProps) {
  return (
    <div className="flex flex-col gap-5">
      <TextField
        label={quickWords.search}
        type="search"
        maxLength={200}
        className="max-w-md"
        hint={quickWords.searchHint}
        value={q}
        onChange={(event) => onSearch(event.target.value)}
      />
      {q.trim() !== "" && <Found q={q} onSearch={onSearch} time={time} />}
      <Favourites time={time} />
    </div>
  );
}

function Favourites({ time }: { time: QuickTime }) {
  const favourites = useQuery(favouritesQuery);
  return (
    <section className="flex flex-col gap-2">
      <h2 className="engraved text-ink-soft">{quickWords.favourites}</h2>
      <Faces
        query={favourites}
        empty={(all) =>
          all.length === 0 ? (
            <Empty title={quickWords.noFavourites}>{quickWords.noFavouritesText}</Empty>
          ) : null
        }
      >
        {(all) => (
          <DeviceRows
            label={quickWords.favourites}
            time={time}
            devices={all.map((each) => ({
              id: each.device_id,
              name: each.name ?? `#${each.device_id}`,
              about: [each.type_name, each.site_name],
              bookable: each.bookable && !each.removed,
            }))}
          />
        )}
      </Faces>
    </section>
  );
}

function Found({ q, onSearch, time }: DevicesTabProps) {
  const wanted = useDeferredValue(q.trim());
  const found = useQuery(deviceSearchQuery(wanted));
  const nothing = found.data?.count === 0 && !found.isPlaceholderData;
  const near = useQuery(nearNamesQuery(wanted, nothing));
  if (found.error && !found.data)
    return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="engraved text-ink-soft">{quickWords.found}</h2>
      <Faces
        query={found}
        empty={() =>
          nothing && near.isFetched ? <Nothing names={near.data ?? []} onSearch={onSearch} /> : null
        }
      >
        {({ results }) => (
          <DeviceRows
            label={quickWords.found}
            time={time}
            devices={results.map((each) => ({
              id: each.id,
              name: each.name,
              about: [each.type_name, each.site_name],
              bookable: each.bookable,
            }))}
          />
        )}
      </Faces>
    </section>
  );
}

interface NothingProps {
  names: readonly [number, string][];
  onSearch: (q: string) => void;
}

function Nothing({ names, onSearch }: NothingProps) {
  if (names.length === 0)
    return <Empty title={quickWords.nothingFound}>{quickWords.nothingFoundText}</Empty>;
  return (
    <p className="flex flex-wrap items-center gap-2">
      {quickWords.near}
      {names.map(([id, name]) => (
        <Button small key={id} onClick={() => onSearch(name)}>
          {name}
        </Button>
      ))}
    </p>
  );
}

interface DeviceRowsProps {
  label: string;
  devices: readonly RowDevice[];
  time: QuickTime;
}

function DeviceRows({ label, devices, time }: DeviceRowsProps) {
  const favourites = useQuery(favouritesQuery);
  const starred = new Set(favourites.data?.map((each) => each.device_id));
  const free = useQuery({
    ...freeTimesQuery(
      { device_id: devices.map((device) => device.id) },
      new Date(time.start).toISOString(),
      new Date(time.end).toISOString(),
    ),
    enabled: devices.length > 0 && time.start < time.end,
  });
  const timelines = new Map(free.data?.devices.map((each) => [each.device_id, each]));
  return (
    <ul aria-label={label} className="overflow-hidden rounded-lg border border-line bg-panel">
      {devices.map((device) => {
        const timeline = timelines.get(device.id);
        return (
          <DeviceRow
            key={device.id}
            device={device}
            time={time}
            starred={starred.has(device.id)}
            free={timeline ? isFree(timeline, time.start, time.end) : null}
          />
        );
      })}
    </ul>
  );
}
