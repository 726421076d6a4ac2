import { Badge } from "@labwright/ui/badge";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { AddMenu } from "../../components/add-menu.tsx";
import { linkClasses } from "../../components/booking-line.tsx";
import { PagedList, rangeOf } from "../../components/paged-list.tsx";
import { type Webhook, webhooksQuery } from "../../queries/webhooks.ts";
import { adminWords } from "../../words/admin.ts";
import { LOOKS, stateOf } from "./state.ts";
import { WebhookForm } from "./webhook-form.tsx";

const texts = adminWords.webhooks;

/** Whom to tell: a program or a channel of Discord. */
export function NewWebhook() {
  if (!useMay("scheduler:webhook:write")) return null;
  return (
    <AddMenu
      label={texts.add}
      kinds={texts.new}
      form={(kind, onClose) => <WebhookForm kind={kind} webhook={null} onClose={onClose} />}
    />
  );
}

interface WebhooksProps {
  /** Those alone that are switched off. */
  off: boolean;
  page: number;
  onPage: (page: number) => void;
}

export function Webhooks({ off, page, onPage }: WebhooksProps) {
  const query = useQuery(webhooksQuery(off, rangeOf(page)));
  return (
    <PagedList
      query={query}
      none={
        off
          ? { title: texts.noneOff, text: texts.noneOffText }
          : { title: texts.none, text: texts.noneText }
      }
      {...{ page, onPage }}
    >
      {(webhook) => <Entry key={webhook.id} webhook={webhook} />}
    </PagedList>
  );
}

/** How it fares, by colour, pattern and word. */
export function StateBadge({ webhook }: { webhook: Webhook }) {
  const state = stateOf(webhook);
  const [tone, pattern] = LOOKS[state];
  return (
    <Badge tone={tone} pattern={pattern}>
      {texts.states[state]}
    </Badge>
  );
}

function Entry({ webhook }: { webhook: Webhook }) {
  const { id, name, kind, url, failing_since, off_reason } = webhook;
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3">
      <span className="min-w-0 grow basis-64">
        <Link
          to="/admin/webhooks/$webhookId"
          params={{ webhookId: String(id) }}
          className={`font-medium wrap-anywhere ${linkClasses}`}
        >
          {name}
        </Link>
        <span className="block text-ink-soft">
          {texts.kindNames[kind]}, <span className="reading wrap-anywhere">{url}</span>
        </span>
        {off_reason && <span className="block text-bad wrap-anywhere">{off_reason}</span>}
      </span>
      {failing_since && (
        <span className="text-ink-soft">
          {texts.failingSince} <Time at={failing_since} />
        </span>
      )}
      <StateBadge webhook={webhook} />
    </li>
  );
}
