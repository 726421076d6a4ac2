import { Empty, Faces } from "@labwright/ui/faces";
import { useQuery } from "@tanstack/react-query";

import type { QuickTime } from "../../components/quick-time.ts";
import { inWords, milliseconds } from "../../components/durations.ts";
import {
  deviceGroupsQuery,
  patchListsQuery,
  type Template,
  templatesQuery,
} from "../../queries/presets.ts";
import { quickWords } from "../../words/quick.ts";
import { add, wishesOfTemplate, wishesOver } from "./adding.ts";
import { KeptRow } from "./kept-row.tsx";
import { Paste } from "./paste.tsx";

interface TabProps {
  time: QuickTime;
}

const listClasses = "overflow-hidden rounded-lg border border-line bg-panel";

const nothing = (kind: "groups" | "templates" | "lists") => (all: readonly unknown[]) =>
  all.length === 0 ? (
    <Empty title={quickWords.none[kind].title}>{quickWords.none[kind].text}</Empty>
  ) : null;

export function GroupsTab({ time }: TabProps) {
  return (
    <Faces query={useQuery(deviceGroupsQuery)} empty={nothing("groups")}>
      {(groups) => (
        <ul className={listClasses}>
          {groups.map((group) => (
            <KeptRow
              key={group.id}
              kind="group"
              item={group}
              contents={group.items.map(nameOf).join(", ")}
              onAdd={() => add(wishesOver(group.items, time))}
            />
          ))}
        </ul>
      )}
    </Faces>
  );
}

export function TemplatesTab({ time }: TabProps) {
  return (
    <Faces query={useQuery(templatesQuery)} empty={nothing("templates")}>
      {(templates) => (
        <ul className={listClasses}>
          {templates.map((template) => (
            <KeptRow
              key={template.id}
              kind="template"
              item={template}
              contents={contentsOf(template)}
              onAdd={() => add(wishesOfTemplate(template, time.start))}
            />
          ))}
        </ul>
      )}
    </Faces>
  );
}

export function ListsTab({ time }: TabProps) {
  return (
    <div className="flex flex-col gap-6">
      <Paste time={time} />
      <Faces query={useQuery(patchListsQuery)} empty={nothing("lists")}>
        {(lists) => (
          <ul className={listClasses}>
            {lists.map((list) => (
              <KeptRow
                key={list.id}
                kind="patchList"
                item={list}
                contents={list.items
                  .map((item) => nameOf(item) + (item.port_name ? `:${item.port_name}` : ""))
                  .join(", ")}
                onAdd={() => add(wishesOver(list.items, time))}
              />
            ))}
          </ul>
        )}
      </Faces>
    </div>
  );
}

interface Named {
  device_id: number;
  device_name: string | null;
  removed: boolean;
}

const nameOf = ({ device_id, device_name, removed }: Named) =>
  `${device_name ?? `#${device_id}`}${removed ? ` (${quickWords.removed})` : ""}`;

const contentsOf = ({ items }: Template) =>
  items.map((item) => `${nameOf(item)} ${inWords(milliseconds(item.lasts) ?? 0)}`).join(", ");
