import { Button, buttonClasses } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { manufacturersQuery, templatesQuery, typeQuery } from "../../queries/catalogue.ts";
import type { DeviceType, Templates } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { PortTemplatesDialog } from "./port-templates-dialog.tsx";

const texts = words.types;

export function TypePage({ id }: { id: number }) {
  const query = useQuery(typeQuery(id));
  return (
    <Faces query={query}>
      {(type) => (
        <Page
          title={type.name}
          above={<Link to="/types">{texts.title}</Link>}
          beside={<span className="reading text-ink-faint">{type.category}</span>}
          actions={
            <Link to="/devices" search={{ device_type_id: [id] }} className={buttonClasses()}>
              {texts.devices}
            </Link>
          }
        >
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(18rem,1fr)_2fr]">
            <TypeFacts type={type} />
            <TypeTemplates type={type} />
          </div>
        </Page>
      )}
    </Faces>
  );
}

function TypeFacts({ type }: { type: DeviceType }) {
  const makers = useQuery(manufacturersQuery).data;
  const maker = makers?.find(({ id }) => id === type.manufacturer_id)?.name;
  return (
    <Panel>
      <Facts
        facts={[
          { name: texts.manufacturer, value: maker },
          { name: texts.model, value: type.model },
          { name: texts.u_height, value: type.u_height },
          { name: texts.default_capacity, value: type.default_capacity },
          { name: texts.schedulable, value: type.schedulable ? words.yes : words.no },
          { name: texts.description, value: type.description },
        ]}
      />
    </Panel>
  );
}

function TypeTemplates({ type }: { type: DeviceType }) {
  const query = useQuery(templatesQuery(type.id));
  const mayWrite = useMay("inventory:catalog:write");
  const [open, setOpen] = useState(false);
  return (
    <Faces query={query}>
      {(templates) => (
        <div className="flex flex-col gap-5">
          <Panel
            title={texts.ports}
            actions={
              mayWrite && (
                <Button small onClick={() => setOpen(true)}>
                  {texts.editPorts}
                </Button>
              )
            }
          >
            <Names
              all={templates.ports.map(({ name, kind, direction }) => ({
                name,
                note: [kind, direction && words.direction[direction]].filter(Boolean).join(", "),
              }))}
            />
          </Panel>
          {templates.outlets.length > 0 && (
            <Panel title={texts.outlets}>
              <Names
                all={templates.outlets.map(({ name, kind }) => ({ name, note: kind ?? "" }))}
              />
            </Panel>
          )}
          <Components components={templates.components} />
          {open && (
            <PortTemplatesDialog type={type} templates={templates} onClose={() => setOpen(false)} />
          )}
        </div>
      )}
    </Faces>
  );
}

function Components({ components }: { components: Templates["components"] }) {
  const lists = Object.entries(components).filter(([, all]) => (all ?? []).length > 0);
  return lists.map(([list, all]) => (
    <Panel key={list} title={list.replaceAll("-", " ")}>
      <Names all={(all ?? []).map(({ name, kind }) => ({ name, note: kind ?? "" }))} />
    </Panel>
  ));
}

function Names({ all }: { all: readonly { name: string; note: string }[] }) {
  if (all.length === 0) return <p className="text-ink-faint">{texts.noTemplates}</p>;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-6">
      {all.map(({ name, note }) => (
        <li key={name} className="flex justify-between gap-2 border-b border-line py-1">
          <span className="reading truncate">{name}</span>
          <span className="truncate text-xs text-ink-faint">{note}</span>
        </li>
      ))}
    </ul>
  );
}
