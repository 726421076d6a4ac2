import { type NavigationGroup, Shell } from "@labwright/ui/shell";
import { SignedIn } from "@labwright/ui/signed-in";
import { Outlet } from "@tanstack/react-router";
import Bell from "lucide-react/icons/bell";
import KeyRound from "lucide-react/icons/key-round";
import ShieldCheck from "lucide-react/icons/shield-check";
import UserRound from "lucide-react/icons/user-round";

import { accountWords } from "../words/account.ts";

const GROUPS: readonly NavigationGroup[] = [
  {
    label: accountWords.navigation,
    links: [
      { to: "/profile", label: accountWords.profile.title, icon: <UserRound aria-hidden /> },
      { to: "/security", label: accountWords.security.title, icon: <ShieldCheck aria-hidden /> },
      { to: "/tokens", label: accountWords.tokens.title, icon: <KeyRound aria-hidden /> },
      { to: "/notifications", label: accountWords.notices.title, icon: <Bell aria-hidden /> },
    ],
  },
];

/** The pages of somebody who is signed in; those of strangers have none of this around them. */
export function Frame() {
  return (
    <SignedIn>
      {(me) => (
        <Shell app="account" me={me} groups={GROUPS}>
          <Outlet />
        </Shell>
      )}
    </SignedIn>
  );
}
