import { type Me, signOut } from "@labwright/api/session";
import LogOut from "lucide-react/icons/log-out";
import UserRound from "lucide-react/icons/user-round";
import { useState } from "react";

import { applyTheme, storedTheme } from "./logic/theme.ts";
import { words } from "./logic/words.ts";
import { Menu, MenuChoices, MenuItem } from "./menu.tsx";
import { signInPage } from "./logic/sign-in-page.ts";
import { notifyFailure } from "./toast.tsx";

const THEMES = [
  { value: "system", label: words.theme.system },
  { value: "light", label: words.theme.light },
  { value: "dark", label: words.theme.dark },
] as const;

export function UserMenu({ me }: { me: Me }) {
  const [theme, setTheme] = useState(storedTheme);
  const leave = () => signOut().then(() => window.location.assign(signInPage()), notifyFailure);
  return (
    <Menu
      label={words.user.menu}
      button={
        <button
          type="button"
          aria-label={`${words.user.menu}: ${me.display_name}`}
          className="reading grid size-9 place-items-center rounded-full border border-line-strong bg-raised text-ink-soft uppercase hover:border-ink-soft hover:text-ink"
        >
          {initials(me.display_name)}
        </button>
      }
    >
      <div className="max-w-64 px-2 py-1.5">
        <p className="truncate font-medium">{me.display_name}</p>
        <p className="truncate text-xs text-ink-faint">{me.roles.join(", ")}</p>
      </div>
      <MenuChoices
        label={words.theme.label}
        name="theme"
        value={theme}
        choices={THEMES}
        onChange={(next) => {
          applyTheme(next);
          setTheme(next);
        }}
      />
      <div className="mt-1 border-t border-line pt-1">
        <MenuItem
          icon={<UserRound aria-hidden />}
          render={<a href="/app/account/profile">{words.user.account}</a>}
        >
          {words.user.account}
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden />} onClick={() => void leave()}>
          {words.user.signOut}
        </MenuItem>
      </div>
    </Menu>
  );
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return `${parts[0]?.[0] ?? "?"}${parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : ""}`;
}
