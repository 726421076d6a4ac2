import { Badge, type Pattern, type Tone } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useDoing } from "../../components/doing.ts";
import { Pager } from "../../components/pager.tsx";
import {
  deliveriesQuery,
  type Delivery,
  type DeliveryState,
  sendAgain,
  sendFailedAgain,
  WEBHOOKS,
} from "../../queries/webhooks.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.deliveries;
const PAGE = 25;

const LOOKS: Record<DeliveryState, [Tone, Pattern]> = {
  waiting: ["info", "hollow"],
  delivered: ["ok", "solid"],
  failed: ["bad", "cross"],
};

const STATES = Object.entries(texts.states).map(([value, label]) => ({ value, label }));

interface DeliveriesProps {
  id: number;
  mayRepeat: boolean;
}

/** The log of what was sent, each with its last answer. */
export function Deliveries({ id, mayRepeat }: DeliveriesProps) {
  const [page, setPage] = useState(1);
  const [states, setStates] = useState<DeliveryState[]>([]);
  const wanted = states.length > 0 ? states : undefined;
  const query = useQuery(deliveriesQuery(id, wanted, { limit: PAGE, offset: (page - 1) * PAGE }));
  const repeating = useDoing({
    do: () => sendFailedAgain(id),
    asks: [WEBHOOKS],
    says: texts.allAgain,
  });
  const anyFailed = query.data?.results.some(({ state }) => state === "failed");
  return (
    <Panel
      title={texts.title}
      actions={
        <FilterMenu
          label={texts.state}
          choices={STATES}
          values={states}
          onChange={(values) => {
            setStates(values as DeliveryState[]);
            setPage(1);
          }}
        />
      }
    >
      <Faces
        query={query}
        empty={({ count }) =>
          count === 0 ? (
            <Empty title={wanted ? texts.nothingFits : texts.none}>
              {!wanted && texts.noneText}
            </Empty>
          ) : null
        }
      >
        {({ results, count }) => (
          <>
            <ul className="divide-y divide-line">
              {results.map((delivery) => (
                <Entry key={delivery.id} webhook={id} delivery={delivery} mayRepeat={mayRepeat} />
              ))}
            </ul>
            <Pager size={PAGE} shown={results.length} onPage={setPage} {...{ page, count }} />
            {mayRepeat && anyFailed && (
              <Button
                small
                className="mt-3"
                pending={repeating.isPending}
                onClick={() => repeating.mutate(undefined, { onError: notifyFailure })}
              >
                {texts.againAll}
              </Button>
            )}
          </>
        )}
      </Faces>
    </Panel>
  );
}

interface EntryProps {
  webhook: number;
  delivery: Delivery;
  mayRepeat: boolean;
}

function Entry({ webhook, delivery, mayRepeat }: EntryProps) {
  const { id, kind, state, attempts, code, reason, created_at, next_at } = delivery;
  const [tone, pattern] = LOOKS[state];
  const again = useDoing({
    do: () => sendAgain(webhook, id),
    asks: [WEBHOOKS],
    says: texts.sentAgain,
  });
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5 first:pt-0">
      <span className="w-28 shrink-0">
        <Badge tone={tone} pattern={pattern}>
          {texts.states[state]}
        </Badge>
      </span>
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span className="font-medium">
            {kind === "test" ? texts.test : (adminWords.occasions[kind] ?? kind)}
          </span>
          <span className="text-xs text-ink-faint">
            <Time at={created_at} />
          </span>
        </p>
        <p className="text-ink-soft wrap-anywhere">
          {[texts.attempts(attempts), code !== null && texts.code(code), reason]
            .filter(Boolean)
            .join(" · ")}
          {state === "waiting" && next_at && attempts > 0 && (
            <>
              {" · "}
              {texts.next} <Time at={next_at} as="relative" />
            </>
          )}
        </p>
        <Answer delivery={delivery} />
      </div>
      {mayRepeat && state !== "waiting" && (
        <Button
          small
          look="quiet"
          pending={again.isPending}
          onClick={() => again.mutate(undefined, { onError: notifyFailure })}
        >
          {texts.again}
        </Button>
      )}
    </li>
  );
}

function Answer({ delivery: { answer, webhook_id } }: { delivery: Delivery }) {
  return (
    <details className="text-xs text-ink-faint">
      <summary className="w-fit cursor-pointer">
        {texts.number} <span className="reading">{webhook_id.slice(0, 8)}</span>
      </summary>
      <p className="reading mt-1 wrap-anywhere select-all">{webhook_id}</p>
      {answer && (
        <>
          <p className="mt-1">{texts.answer}</p>
          <pre className="reading max-h-40 overflow-auto rounded-sm bg-sunken p-2 whitespace-pre-wrap wrap-anywhere">
            {answer}
          </pre>
        </>
      )}
    </details>
  );
}
