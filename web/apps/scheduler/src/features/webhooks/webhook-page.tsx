import { Faces } from "@labwright/ui/faces";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { type Webhook, webhookQuery } from "../../queries/webhooks.ts";
import { adminWords } from "../../words/admin.ts";
import { Deliveries } from "./deliveries.tsx";
import { WebhookActions } from "./webhook-actions.tsx";
import { StateBadge } from "./webhooks.tsx";

const texts = adminWords.webhooks;

/** A webhook, and what became of all that was sent to it. */
export function WebhookPage({ id }: { id: number }) {
  const query = useQuery(webhookQuery(id));
  const mayWrite = useMay("scheduler:webhook:write");
  return (
    <Page
      title={query.data?.name ?? texts.title}
      above={<Link to="/admin/webhooks">{texts.title}</Link>}
      beside={query.data && <StateBadge webhook={query.data} />}
      actions={query.data && mayWrite && <WebhookActions webhook={query.data} />}
    >
      <Faces query={query}>
        {(webhook) => (
          <div className="grid items-start gap-5 xl:grid-cols-[minmax(20rem,2fr)_3fr]">
            <Panel>
              <About webhook={webhook} />
            </Panel>
            <Deliveries id={webhook.id} mayRepeat={mayWrite && webhook.active} />
          </div>
        )}
      </Faces>
    </Page>
  );
}

function About({ webhook }: { webhook: Webhook }) {
  const { kind, url, kinds, shows_titles, created_at, failing_since, off_reason } = webhook;
  const told = kinds?.map((each) => adminWords.occasions[each] ?? each).join(", ");
  return (
    <Facts
      facts={[
        { name: texts.kind, value: texts.kindNames[kind] },
        { name: texts.url, value: <span className="reading wrap-anywhere">{url}</span> },
        { name: texts.kinds, value: told ?? texts.everything },
        { name: texts.titles, value: shows_titles ? texts.titlesToo : texts.titlesNot },
        { name: texts.since, value: <Time at={created_at} as="day" /> },
        ...(failing_since
          ? [{ name: texts.failingSince, value: <Time at={failing_since} /> }]
          : []),
        ...(off_reason ? [{ name: texts.offReason, value: off_reason }] : []),
      ]}
    />
  );
}
