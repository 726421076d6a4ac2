import { Button } from "@labwright/ui/button";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { AskFirst } from "../../components/ask-first.tsx";
import { useDeviceChoices } from "../../components/choices.ts";
import { useDoing } from "../../components/doing.ts";
import { linesOf, rolesOf } from "../../components/roles-at.ts";
import { drawRoles, roleWords } from "../../components/roles-field.tsx";
import {
  changeUser,
  giveRoles,
  takeSecondFactor,
  type User,
  userAsIs,
  USERS,
} from "../../queries/people-admin.ts";
import { words as uiWords } from "@labwright/ui/logic/words";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.users;
type Versioned = User & { version: number };
type Open = "rename" | "roles" | "disable" | "factor" | null;

export function UserActions({ user }: { user: Versioned }) {
  const mayWrite = useMay("auth:user:write_any");
  const mayAssign = useMay("auth:user:assign_role");
  const self = useMe().id === user.id;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const active = user.status === "active";
  const enabling = useDoing({
    do: () => changeUser(user.id, { status: "active" }, user.version),
    asks: [USERS],
    says: texts.enabled(user.display_name),
  });
  return (
    <>
      {mayWrite && (
        <Menu label={uiWords.more} button={<Button>{uiWords.more}</Button>}>
          <MenuItem onClick={() => setOpen("rename")}>{texts.rename}</MenuItem>
          <MenuItem onClick={() => setOpen("factor")}>{texts.secondFactor}</MenuItem>
          {active && !self && (
            <MenuItem dangerous onClick={() => setOpen("disable")}>
              {texts.disable}
            </MenuItem>
          )}
        </Menu>
      )}
      {mayWrite && !active && (
        <Button pending={enabling.isPending} onClick={() => enabling.mutate()}>
          {texts.enable}
        </Button>
      )}
      {mayAssign && (
        <Button look="primary" onClick={() => setOpen("roles")}>
          {texts.changeRoles}
        </Button>
      )}
      {open === "roles" && <RolesDialog user={user} onClose={close} />}
      {open === "rename" && <RenameDialog user={user} onClose={close} />}
      {open === "disable" && (
        <AskFirst
          title={texts.disableTitle(user.display_name)}
          text={texts.disableText}
          action={texts.disable}
          do={() => changeUser(user.id, { status: "disabled" }, user.version)}
          asks={[USERS]}
          says={texts.disabled(user.display_name)}
          onClose={close}
        />
      )}
      {open === "factor" && (
        <AskFirst
          title={texts.secondFactorTitle}
          text={texts.secondFactorText}
          action={texts.secondFactor}
          do={() => takeSecondFactor(user.id)}
          asks={[USERS]}
          says={texts.secondFactorGone}
          onClose={close}
        />
      )}
    </>
  );
}

interface DialogProps {
  user: Versioned;
  onClose: () => void;
}

const NAME: readonly FieldSpec[] = [
  {
    name: "display_name",
    label: texts.displayName,
    hint: texts.displayNameHint,
    kind: "text",
    wide: true,
  },
];

function RenameDialog({ user, onClose }: DialogProps) {
  const queries = useQueryClient();
  return (
    <RecordDialog<Versioned>
      title={texts.rename}
      fields={NAME}
      item={user}
      save={async (body, as) => {
        await changeUser(user.id, body, as.version ?? user.version);
        return userAsIs(user.id);
      }}
      reload={() => userAsIs(user.id)}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: USERS });
        notify(texts.renamed);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

type WithLines = Versioned & { lines: string[] };

const withLines = (user: Versioned): WithLines => ({
  ...user,
  lines: linesOf(user.roles, user.sites),
});

function RolesDialog({ user, onClose }: DialogProps) {
  const queries = useQueryClient();
  const { sites } = useDeviceChoices();
  const fields: readonly FieldSpec[] = [
    {
      name: "lines",
      label: texts.roles,
      hint: texts.rolesHint,
      kind: "own",
      control: drawRoles,
      say: (line) => roleWords(line, sites),
      wide: true,
    },
  ];
  const save = async ({ lines }: Body, as: SaveAs) => {
    const wanted = Array.isArray(lines) ? lines.map(String) : linesOf(user.roles, user.sites);
    await giveRoles(user.id, rolesOf(wanted), as.version ?? user.version);
    return withLines(await userAsIs(user.id));
  };
  return (
    <RecordDialog<WithLines>
      title={texts.rolesOf(user.display_name)}
      fields={fields}
      item={withLines(user)}
      save={save}
      reload={async () => withLines(await userAsIs(user.id))}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: USERS });
        notify(texts.rolesChanged);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
