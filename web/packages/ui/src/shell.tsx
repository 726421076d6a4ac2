import * as Ariakit from "@ariakit/react";
import type { Me } from "@labwright/api/session";
import { Link, useRouter } from "@tanstack/react-router";
import Keyboard from "lucide-react/icons/keyboard";
import MenuIcon from "lucide-react/icons/menu";
import X from "lucide-react/icons/x";
import { type ReactNode, useState } from "react";

import { AppSwitcher, type AppName } from "./app-switcher.tsx";
import { IconButton } from "./button.tsx";
import { GlobalSearch } from "./global-search.tsx";
import { KeyboardHelp, type Shortcut, useKeyboardHelp } from "./keyboard-help.tsx";
import { words } from "./logic/words.ts";
import { Bell } from "./notices/bell.tsx";
import { SessionGuard } from "./session/session-guard.tsx";
import { Toasts } from "./toast.tsx";
import { UserMenu } from "./user-menu.tsx";

export interface NavigationGroup {
  label: string;
  links: readonly { to: string; label: string; icon: ReactNode }[];
}

interface ShellProps {
  app: AppName;
  me: Me;
  groups: readonly NavigationGroup[];
  shortcuts?: readonly Shortcut[];
  children: ReactNode;
}

/** What surrounds every page of an app: ways to go, search, account. */
export function Shell({ app, me, groups, shortcuts, children }: ShellProps) {
  const router = useRouter();
  const go = (page: string) =>
    page.startsWith(`/app/${app}/`) ? router.history.push(page) : window.location.assign(page);
  const help = useKeyboardHelp();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] lg:grid-cols-[14.5rem_1fr]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        {words.skip}
      </a>
      <header className="sticky top-0 z-30 col-span-full flex h-14 items-center gap-2 border-b border-line bg-panel px-3 sm:px-4">
        <div className="lg:hidden">
          <IconButton
            label={words.openNavigation}
            icon={<MenuIcon aria-hidden />}
            onClick={() => setOpen(true)}
          />
        </div>
        <AppSwitcher app={app} />
        <div className="grow" />
        <GlobalSearch me={me} onOpen={go} />
        <div className="max-sm:hidden">
          <IconButton
            label={words.keys.open}
            icon={<Keyboard aria-hidden />}
            onClick={() => help.setOpen(true)}
          />
        </div>
        <Bell />
        <UserMenu me={me} />
      </header>
      <aside className="sticky top-14 h-[calc(100dvh-3.5rem)] overflow-y-auto border-r border-line bg-panel max-lg:hidden">
        <Navigation groups={groups} />
      </aside>
      <Ariakit.Dialog
        open={open}
        onClose={() => setOpen(false)}
        backdrop={<div className="bg-ink/35 dark:bg-sunken/70" />}
        unmountOnHide
        aria-label={words.navigation}
        className="fixed inset-y-0 left-0 z-40 w-72 overflow-y-auto border-r border-line bg-panel shadow-float lg:hidden"
      >
        <div className="flex justify-end p-2">
          <IconButton label={words.close} icon={<X aria-hidden />} onClick={() => setOpen(false)} />
        </div>
        <Navigation groups={groups} onFollow={() => setOpen(false)} />
      </Ariakit.Dialog>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
      <KeyboardHelp {...help} shortcuts={shortcuts} />
      <SessionGuard me={me} />
      <Toasts />
    </div>
  );
}

interface NavigationProps {
  groups: readonly NavigationGroup[];
  onFollow?: () => void;
}

function Navigation({ groups, onFollow }: NavigationProps) {
  return (
    <nav aria-label={words.navigation} className="flex flex-col gap-5 px-3 py-5">
      {groups.map((group) => (
        <div key={group.label}>
          <h2 className="engraved px-2 pb-1.5 text-ink-faint">{group.label}</h2>
          <ul className="flex flex-col gap-px">
            {group.links.map(({ to, label, icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  onClick={onFollow}
                  className="flex h-9 items-center gap-2.5 rounded-md border-l-2 border-transparent px-2 text-ink-soft hover:bg-sunken hover:text-ink [&_svg]:size-4"
                  activeProps={{ className: "border-accent! bg-accent-wash text-ink! font-medium" }}
                >
                  {icon}
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
