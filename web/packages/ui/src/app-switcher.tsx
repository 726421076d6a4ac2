import Boxes from "lucide-react/icons/boxes";
import CalendarClock from "lucide-react/icons/calendar-clock";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";

import { words } from "./logic/words.ts";
import { Menu, MenuItem } from "./menu.tsx";

export type AppName = "scheduler" | "inventory" | "account";

/** The apps to switch between; one's account is reached by one's initials. */
const APPS: readonly { name: AppName; icon: typeof Boxes }[] = [
  { name: "scheduler", icon: CalendarClock },
  { name: "inventory", icon: Boxes },
];

/** Which app this is, and the way to the others. */
export function AppSwitcher({ app }: { app: AppName }) {
  return (
    <Menu
      label={words.apps.switch}
      button={
        <button
          type="button"
          className="flex h-10 items-center gap-2.5 rounded-md px-2 text-left hover:bg-sunken"
        >
          <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" className="size-7" />
          <span className="leading-tight">
            <span className="block font-semibold tracking-tight">{words.brand}</span>
            <span className="engraved block text-ink-faint">{words.apps[app]}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 text-ink-faint" />
          <span className="sr-only">{words.apps.switch}</span>
        </button>
      }
    >
      {APPS.map(({ name, icon: Icon }) => (
        <MenuItem
          key={name}
          icon={<Icon aria-hidden />}
          // Another app is another document.
          render={
            <a href={`/app/${name}/`} aria-current={name === app ? "page" : undefined}>
              {words.apps[name]}
            </a>
          }
        >
          {words.apps[name]}
        </MenuItem>
      ))}
    </Menu>
  );
}
