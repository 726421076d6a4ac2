import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { day } from "@labwright/ui/logic/times";
import { Facts, Panel } from "@labwright/ui/page";
import { useMe } from "@labwright/ui/signed-in";
import { Time, useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";

import { said } from "../../components/new-account-fields.tsx";
import { texts as textsOf } from "../../components/texts.ts";
import { ownGroupsQuery, ownQualificationsQuery, useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";
import { EmailPanel } from "./email-panel.tsx";

const texts = accountWords.profile;

interface ProfileChange {
  display_name: string | null;
  discord_id: string | null;
}

/** Who one is to the lab: what one can change, and what others have settled. */
export function Profile() {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <div className="flex flex-col gap-5">
        <NamePanel />
        <EmailPanel />
      </div>
      <AboutPanel />
    </div>
  );
}

function NamePanel() {
  const me = useMe();
  const save = useAccountChange((body: ProfileChange) =>
    take(auth.PATCH("/api/v1/auth/me", { body })),
  );
  return (
    <Panel title={texts.title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          const text = textsOf(event);
          if (save.isPending) return;
          save.mutate(
            {
              display_name: text("display_name").trim() || null,
              discord_id: text("discord_id").trim() || null,
            },
            { onSuccess: () => notify(texts.saved) },
          );
        }}
      >
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          error={said(save.error, "display_name")}
          name="display_name"
          autoComplete="name"
          maxLength={100}
          defaultValue={me.display_name === me.username ? "" : me.display_name}
        />
        <TextField
          label={texts.discord}
          hint={texts.discordHint}
          error={said(save.error, "discord_id")}
          name="discord_id"
          inputMode="numeric"
          mono
          defaultValue={me.discord_id ?? ""}
        />
        <Refusal error={save.error} />
        <div>
          <Button type="submit" look="primary" pending={save.isPending}>
            {texts.save}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function AboutPanel() {
  const me = useMe();
  const zone = useLabZone();
  const groups = useQuery(ownGroupsQuery(me.id));
  const qualifications = useQuery(ownQualificationsQuery);
  const own = qualifications.data?.filter((each) => each.user_id === me.id);
  const qualified = own?.map(({ tag, valid_until }) =>
    valid_until ? `${tag} (${texts.until(day(valid_until, zone))})` : tag,
  );
  return (
    <Panel title={texts.about}>
      <Facts
        facts={[
          { name: texts.username, value: <span className="reading">{me.username}</span> },
          { name: texts.roles, value: me.roles.join(", ") || null },
          {
            name: texts.groups,
            value: groups.data?.map((group) => group.name).join(", ") || null,
          },
          { name: texts.qualifications, value: qualified?.join(", ") || null },
          { name: texts.since, value: <Time at={me.created_at} as="day" /> },
        ]}
      />
    </Panel>
  );
}
