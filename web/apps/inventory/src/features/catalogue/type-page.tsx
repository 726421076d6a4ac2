import { buttonClasses } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { manufacturersQuery, typeQuery } from "../../queries/catalogue.ts";
import type { DeviceType } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { TypeAttributes } from "./type-attributes.tsx";
import { TypeTemplates } from "./type-templates.tsx";

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
            <div className="flex flex-col gap-5">
              <TypeFacts type={type} />
              <TypeAttributes type={type} />
            </div>
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
