import { buttonClasses } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useDeviceChoices } from "../../components/choices.ts";
import { GrantButton, QualificationList } from "../../components/qualification-list.tsx";
import { linesOf } from "../../components/roles-at.ts";
import { roleWords } from "../../components/roles-field.tsx";
import { userQuery, type User } from "../../queries/people-admin.ts";
import { adminWords } from "../../words/admin.ts";
import { Lock } from "./lock.tsx";
import { Tokens } from "./tokens.tsx";
import { UserActions } from "./user-actions.tsx";
import { StatusBadge } from "./users.tsx";

const texts = adminWords.users;

/** One person: who they are, what they may, how they sign in. */
export function UserPage({ id }: { id: number }) {
  const query = useQuery(userQuery(id));
  const mayQualify = useMay("auth:qualification:read_any");
  const mayTokens = useMay("auth:token:write_any");
  return (
    <Page
      title={query.data?.display_name ?? texts.one}
      above={<Link to="/admin/users">{texts.title}</Link>}
      beside={query.data && <StatusBadge status={query.data.status} />}
      actions={query.data && <UserActions user={query.data} />}
    >
      <Faces query={query}>
        {(user) => (
          <div className="flex flex-col gap-5">
            <Lock user={user} />
            <div className="grid items-start gap-5 lg:grid-cols-2">
              <About user={user} />
              <div className="flex flex-col gap-5">
                {mayQualify && (
                  <Panel
                    title={adminWords.qualifications.title}
                    actions={<GrantButton person={user} />}
                  >
                    <QualificationList filter={{ user: [user.id] }} />
                  </Panel>
                )}
                {mayTokens && <Tokens user={user} />}
              </div>
            </div>
          </div>
        )}
      </Faces>
    </Page>
  );
}

function About({ user }: { user: User }) {
  const { sites } = useDeviceChoices();
  const mayAudit = useMay("auth:audit:read");
  const roles = linesOf(user.roles, user.sites).map((line) => roleWords(line, sites));
  return (
    <Panel title={texts.about}>
      <Facts
        facts={[
          { name: texts.username, value: <span className="reading">{user.username}</span> },
          { name: texts.email, value: user.email },
          { name: texts.roles, value: roles.join(", ") || null },
          { name: texts.created, value: <Time at={user.created_at} as="day" /> },
          {
            name: texts.seen,
            value: user.last_seen_at ? <Time at={user.last_seen_at} /> : texts.never,
          },
        ]}
      />
      <p className="mt-3 flex flex-wrap gap-2">
        <Link
          to="/admin/bookings"
          search={{ owner_id: user.id }}
          className={buttonClasses("plain", true)}
        >
          {texts.bookings}
        </Link>
        {mayAudit && (
          <Link
            to="/admin/audit"
            search={{ actor: [`user/${user.id}`] }}
            className={buttonClasses("plain", true)}
          >
            {texts.audit}
          </Link>
        )}
      </p>
    </Panel>
  );
}
