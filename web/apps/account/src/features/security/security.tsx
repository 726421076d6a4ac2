import { PasswordPanel } from "./password-panel.tsx";
import { SecondFactorPanel } from "./second-factor.tsx";
import { SessionsPanel } from "./sessions.tsx";

/** How one signs in, and where one is signed in. */
export function Security() {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="flex flex-col gap-5">
        <PasswordPanel />
        <SecondFactorPanel />
      </div>
      <SessionsPanel />
    </div>
  );
}
