import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Faces } from "@labwright/ui/faces";
import { Facts, Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { HealthBadge } from "../../components/states.tsx";
import { healthQuery, reportsQuery } from "../../queries/device-parts.ts";
import type { Report } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.health_history;
const FIRST = 25;

/** How a device is, as an agent told last, and the way to what was told before. */
export function Health({ deviceId }: { deviceId: number }) {
  const health = useQuery(healthQuery(deviceId)).data;
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={words.device.health}
      actions={
        health?.reported_at && (
          <Button small look="quiet" onClick={() => setOpen(true)}>
            {texts.title}
          </Button>
        )
      }
    >
      {health?.reported_at ? (
        <Facts
          facts={[
            { name: words.device.status, value: <HealthBadge health={health.status} /> },
            { name: words.history.at, value: <Time at={health.reported_at} as="relative" /> },
            { name: words.device.notes, value: health.message },
            ...Object.entries(health.metrics ?? {}).map(([name, value]) => ({
              name,
              value: <span className="reading">{String(value)}</span>,
            })),
          ]}
        />
      ) : (
        <p className="text-ink-faint">{words.page.noReport}</p>
      )}
      {open && <Reports deviceId={deviceId} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function Reports({ deviceId, onClose }: { deviceId: number; onClose: () => void }) {
  const [limit, setLimit] = useState(FIRST);
  const query = useQuery(reportsQuery(deviceId, limit));
  return (
    <Dialog open drawer wide onClose={onClose} title={texts.title}>
      <Faces
        query={query}
        empty={({ count }) => (count === 0 ? <Empty title={texts.none} /> : null)}
      >
        {({ results, count }) => (
          <>
            <ol className="divide-y divide-line">
              {results.map((report) => (
                <Entry key={report.id} report={report} />
              ))}
            </ol>
            {count > results.length && (
              <Button
                small
                className="mt-3"
                pending={query.isFetching}
                onClick={() => setLimit(limit + 100)}
              >
                {texts.more}
              </Button>
            )}
          </>
        )}
      </Faces>
    </Dialog>
  );
}

function Entry({ report: { status, message, metrics, reported_at } }: { report: Report }) {
  const measured = Object.entries(metrics ?? {});
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5">
      <span className="w-24 shrink-0">
        <HealthBadge health={status} />
      </span>
      <div className="min-w-0 grow basis-48">
        {message && <p className="wrap-anywhere">{message}</p>}
        {measured.length > 0 && (
          <p className="reading text-xs text-ink-soft wrap-anywhere">
            {measured.map(([name, value]) => `${name} ${value}`).join(" · ")}
          </p>
        )}
      </div>
      {reported_at && (
        <span className="text-xs text-ink-faint">
          <Time at={reported_at} />
        </span>
      )}
    </li>
  );
}
