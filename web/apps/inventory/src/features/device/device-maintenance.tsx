import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { MaintenanceActions } from "../../components/maintenance-actions.tsx";
import { MaintenanceForm } from "../../components/maintenance-form.tsx";
import { MaintenanceBadge } from "../../components/states.tsx";
import { maintenanceOf } from "../../queries/maintenance.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.maintenance;

export function DeviceMaintenance({ device }: { device: Device }) {
  const query = useQuery(maintenanceOf(device.id));
  const mayWrite = useMay("inventory:maintenance:write");
  const [planning, setPlanning] = useState(false);
  const plan = mayWrite && (
    <Button onClick={() => setPlanning(true)}>
      <Plus aria-hidden />
      {texts.plan}
    </Button>
  );
  return (
    <>
      <Faces
        query={query}
        empty={({ results }) =>
          results.length === 0 && (
            <Empty title={texts.noneYet} action={plan}>
              {texts.noneYetText}
            </Empty>
          )
        }
      >
        {({ results }) => (
          <div className="flex flex-col gap-3">
            <div>{plan}</div>
            <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
              {results.map((item) => (
                <li key={item.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3">
                  <MaintenanceBadge state={item.state} />
                  <div className="min-w-0 grow basis-60">
                    <p className="font-medium wrap-anywhere">{item.title}</p>
                    <p className="text-ink-soft">
                      {words.maintenanceKind[item.kind]}, <Time at={item.start} /> –{" "}
                      <Time at={item.end} />
                    </p>
                    {item.outcome && <p className="text-ink-soft">{item.outcome}</p>}
                  </div>
                  <MaintenanceActions item={item} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </Faces>
      {planning && (
        <MaintenanceForm item={null} device={device} onClose={() => setPlanning(false)} />
      )}
    </>
  );
}
