import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { useSiteChoices } from "../../components/choices.ts";
import { DeviceLink } from "../../components/device-link.tsx";
import { outletsQuery, pduQuery } from "../../queries/power.ts";
import type { Pdu } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { OutletDialog } from "./outlet-dialog.tsx";

const texts = words.pdus;

export function PduPage({ id }: { id: number }) {
  const query = useQuery(pduQuery(id));
  return (
    <Faces query={query}>
      {(pdu) => (
        <Page title={pdu.name} above={<Link to="/pdus">{texts.title}</Link>}>
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(18rem,1fr)_2fr]">
            <PduFacts pdu={pdu} />
            <Panel title={texts.outlets}>
              <Outlets id={id} />
            </Panel>
          </div>
        </Page>
      )}
    </Faces>
  );
}

function PduFacts({ pdu }: { pdu: Pdu }) {
  const site = useSiteChoices().find(({ value }) => value === String(pdu.site_id))?.label;
  const sensors = pdu.sensors.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
  return (
    <Panel>
      <Facts
        facts={[
          { name: texts.host, value: <span className="reading">{pdu.host}</span> },
          { name: texts.driver, value: pdu.driver },
          { name: texts.site, value: site },
          { name: texts.secret, value: pdu.has_secret ? texts.hasSecret : null },
          { name: texts.sensors, value: sensors.join(", ") || null },
          { name: texts.notes, value: pdu.notes },
        ]}
      />
    </Panel>
  );
}

function Outlets({ id }: { id: number }) {
  const query = useQuery(outletsQuery(id));
  const mayWrite = useMay("inventory:catalog:write");
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Faces query={query}>
      {({ results, version }) => (
        <>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-2">
            {results.map((outlet) => (
              <li
                key={outlet.number}
                className="flex items-center gap-3 rounded-md border border-line bg-raised px-3 py-2"
              >
                <span className="reading grid size-8 shrink-0 place-items-center rounded-full border border-line-strong">
                  {outlet.number}
                </span>
                <span className="min-w-0 grow">
                  <span className="block truncate">
                    {outlet.device ? (
                      <DeviceLink id={outlet.device.id}>{outlet.device.name}</DeviceLink>
                    ) : (
                      <span className="text-ink-faint">{texts.nothing}</span>
                    )}
                  </span>
                  {outlet.label && (
                    <span className="block truncate text-xs text-ink-faint">{outlet.label}</span>
                  )}
                </span>
                {mayWrite && (
                  <Button
                    small
                    look="quiet"
                    aria-label={`${uiWords.edit}: ${texts.assign(outlet.number)}`}
                    onClick={() => setOpen(outlet.number)}
                  >
                    {uiWords.edit}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {results
            .filter(({ number }) => number === open)
            .map((outlet) => (
              <OutletDialog
                key={outlet.number}
                pduId={id}
                {...{ outlet, version }}
                onClose={() => setOpen(null)}
              />
            ))}
        </>
      )}
    </Faces>
  );
}
