import { FilterMenu } from "@labwright/ui/filter-menu";
import { Page } from "@labwright/ui/page";
import { Tabs } from "@labwright/ui/tabs";
import { getRouteApi, useNavigate } from "@tanstack/react-router";

import { Allowed } from "../components/allowed.tsx";
import { choicesOf } from "../components/choices-of.ts";
import { useEventServices } from "../components/event-services.ts";
import { FilterBar, FilterSwitch } from "../components/filter-bar.tsx";
import { Backlog } from "../features/dead-letters/backlog.tsx";
import { Letters } from "../features/dead-letters/letters.tsx";
import { RequeueAll } from "../features/dead-letters/requeue-all.tsx";
import { WebhookPage } from "../features/webhooks/webhook-page.tsx";
import { NewWebhook, Webhooks } from "../features/webhooks/webhooks.tsx";
import type { EventService } from "../queries/event-services.ts";
import type { LettersFilter } from "../queries/events.ts";
import { adminWords } from "../words/admin.ts";

const webhooks = getRouteApi("/admin/webhooks");
const webhook = getRouteApi("/admin/webhooks/$webhookId");
const letters = getRouteApi("/admin/dead-letters");

export function WebhooksRoute() {
  const texts = adminWords.webhooks;
  const { off, page = 1 } = webhooks.useSearch();
  const navigate = useNavigate({ from: "/admin/webhooks" });
  return (
    <Page title={texts.title} actions={<NewWebhook />}>
      <Allowed to="scheduler:webhook:read">
        <FilterBar narrowed={off === true} onClear={() => void navigate({ search: {} })}>
          <FilterSwitch
            label={texts.off}
            on={off === true}
            onChange={(on) => void navigate({ search: { off: on || undefined }, replace: true })}
          />
        </FilterBar>
        <Webhooks
          off={off ?? false}
          page={page}
          onPage={(next) => void navigate({ search: { off, page: next } })}
        />
      </Allowed>
    </Page>
  );
}

export function WebhookRoute() {
  const { webhookId } = webhook.useParams();
  return (
    <Allowed to="scheduler:webhook:read">
      <WebhookPage key={webhookId} id={Number(webhookId)} />
    </Allowed>
  );
}

export function DeadLettersRoute() {
  const texts = adminWords.letters;
  const services = useEventServices();
  const { of = services[0] ?? "scheduler", page = 1, ...filter } = letters.useSearch();
  const navigate = useNavigate({ from: "/admin/dead-letters" });
  return (
    <Page
      title={texts.title}
      actions={services.includes(of) && <RequeueAll service={of} filter={filter} />}
    >
      <Allowed to={`${of}:event:read`}>
        <Tabs
          label={texts.which}
          chosen={of}
          onChoose={(next) => void navigate({ search: { of: next } })}
          pages={services.map((service) => ({
            id: service,
            label: texts.services[service],
            content: (
              <LettersOf
                service={service}
                filter={filter}
                page={page}
                onPage={(next) => void navigate({ search: { of, ...filter, page: next } })}
                onNarrow={(part) =>
                  void navigate({ search: { of, ...filter, ...part }, replace: true })
                }
              />
            ),
          }))}
        />
      </Allowed>
    </Page>
  );
}

interface LettersOfProps {
  service: EventService;
  filter: LettersFilter;
  page: number;
  onPage: (page: number) => void;
  onNarrow: (part: LettersFilter) => void;
}

const NOTHING: LettersFilter = { state: undefined, type: undefined, queue: undefined };

function LettersOf(props: LettersOfProps) {
  const texts = adminWords.letters;
  const { service, filter, onNarrow } = props;
  return (
    <>
      <Backlog service={service} />
      <FilterBar narrowed={Object.values(filter).some(Boolean)} onClear={() => onNarrow(NOTHING)}>
        <FilterMenu
          label={texts.state}
          choices={choicesOf(texts.states)}
          values={filter.state ?? []}
          onChange={(state) => onNarrow({ state: state as LettersFilter["state"] })}
        />
        {(["type", "queue"] as const).flatMap((name) =>
          (filter[name] ?? []).map((value) => (
            <FilterSwitch
              key={`${name} ${value}`}
              label={texts.only(value)}
              on
              onChange={() => onNarrow({ [name]: undefined })}
            />
          )),
        )}
      </FilterBar>
      <Letters {...props} />
    </>
  );
}
