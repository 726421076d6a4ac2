import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { day } from "@labwright/ui/logic/times";
import { Panel } from "@labwright/ui/page";
import { useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { secondFactorQuery } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";
import { EnrolDialog } from "./enrol-dialog.tsx";
import { RenewDialog, StopDialog } from "./factor-dialogs.tsx";

const texts = accountWords.factor;

/** Whether signing in needs a code, and the ways to begin and to end that. */
export function SecondFactorPanel() {
  const zone = useLabZone();
  const factor = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<"enrol" | "renew" | "stop" | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel title={texts.title}>
      <Faces query={factor}>
        {({ on, since, recovery_codes }) =>
          on ? (
            <div className="flex flex-col gap-3">
              <p>
                <Badge tone="ok" pattern="solid">
                  {texts.on}
                </Badge>
              </p>
              <p className="text-ink-soft">
                {since && texts.since(day(since, zone))} {texts.codesLeft(recovery_codes)}
              </p>
              <div className="flex flex-wrap gap-2">
                <Button onClick={() => setOpen("renew")}>{texts.renew}</Button>
                <Button look="danger" onClick={() => setOpen("stop")}>
                  {texts.stop}
                </Button>
              </div>
            </div>
          ) : (
            <div className="flex flex-col items-start gap-3">
              <p className="text-ink-soft">{texts.off}</p>
              <Button look="primary" onClick={() => setOpen("enrol")}>
                {texts.begin}
              </Button>
            </div>
          )
        }
      </Faces>
      {open === "enrol" && <EnrolDialog onClose={close} />}
      {open === "renew" && <RenewDialog onClose={close} />}
      {open === "stop" && <StopDialog onClose={close} />}
    </Panel>
  );
}
