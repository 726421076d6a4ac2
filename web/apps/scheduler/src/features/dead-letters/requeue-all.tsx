import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { EventService } from "../../queries/event-services.ts";
import { eventsKey, type LettersFilter, requeueAll } from "../../queries/events.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.letters;

interface RequeueAllProps {
  service: EventService;
  filter: LettersFilter;
}

/** Hands everything back that is open, within the events and queues of the filter. */
export function RequeueAll({ service, filter }: RequeueAllProps) {
  const queries = useQueryClient();
  const mayRequeue = useMay(`${service}:event:requeue`);
  const [asking, setAsking] = useState(false);
  const returning = useMutation({
    mutationFn: () => requeueAll(service, filter),
    onSuccess: ({ requeued, too_old, left }) => {
      notify(texts.requeuedAll(requeued, too_old, left));
      setAsking(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: eventsKey(service) }),
  });
  if (!mayRequeue) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{texts.requeueAll}</Button>
      {asking && (
        <Confirm
          open
          title={texts.requeueAllTitle}
          action={texts.requeueAll}
          pending={returning.isPending}
          onConfirm={() => returning.mutate()}
          onClose={() => setAsking(false)}
        >
          <p className="mb-3">{texts.requeueAllText(Boolean(filter.type ?? filter.queue))}</p>
          <Refusal error={returning.error} />
        </Confirm>
      )}
    </>
  );
}
