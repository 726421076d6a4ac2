import { Lamp } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";

import { useDoing } from "../../components/doing.ts";
import type { EventService } from "../../queries/event-services.ts";
import { backlogQuery, eventsKey, sendNow } from "../../queries/events.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.backlog;

/** What a service has still to tell the others; nothing until it is known. */
export function Backlog({ service }: { service: EventService }) {
  const mayRetry = useMay(`${service}:event:requeue`);
  const { data, dataUpdatedAt } = useQuery(backlogQuery(service));
  const retrying = useDoing({
    do: () => sendNow(service),
    asks: [eventsKey(service)],
    says: texts.sent,
  });
  if (!data) return null;
  const { depth, failing, lag_seconds, holder } = data;
  const tone = holder === null || failing > 0 ? "warn" : "ok";
  const oldest = new Date(dataUpdatedAt - lag_seconds * 1000).toISOString();
  return (
    <section
      aria-label={texts.title}
      className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 rounded-lg border border-line bg-panel px-4 py-2.5"
    >
      <span className="flex items-center gap-2 font-medium">
        <Lamp tone={tone} pattern={tone === "ok" ? "solid" : "stripes"} />
        {depth === 0 ? texts.none : texts.waits(depth)}
      </span>
      {depth > 0 && (
        <span className="text-ink-soft">
          {texts.oldest} <Time at={oldest} as="relative" />
        </span>
      )}
      {failing > 0 && <span className="text-warn">{texts.failing(failing)}</span>}
      <span className="grow text-ink-soft">
        {holder === null ? (
          texts.nobody
        ) : (
          <>
            {texts.holder} <span className="reading wrap-anywhere">{holder}</span>
          </>
        )}
      </span>
      {mayRetry && failing > 0 && (
        <Button
          small
          pending={retrying.isPending}
          onClick={() => retrying.mutate(undefined, { onError: notifyFailure })}
        >
          {texts.now}
        </Button>
      )}
    </section>
  );
}
