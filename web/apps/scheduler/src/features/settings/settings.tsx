import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Panel } from "@labwright/ui/page";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import {
  changeSettings,
  schemaQuery,
  type Service,
  type Settings as Values,
  settingsAsAre,
  settingsKey,
  settingsQuery,
  type SettingsSchema,
} from "../../queries/settings.ts";
import { adminWords } from "../../words/admin.ts";
import { fieldsOf, settingsOf, valueWords } from "./schema.ts";

const texts = adminWords.settings;

/** What admins set about a service, as its own schema tells it. */
export function Settings({ service }: { service: Service }) {
  const schema = useQuery(schemaQuery(service));
  const values = useQuery(settingsQuery(service));
  return (
    <Faces query={schema}>
      {(known) => (
        <Faces query={values}>
          {(set) => <Shown service={service} schema={known} values={set} />}
        </Faces>
      )}
    </Faces>
  );
}

interface ShownProps {
  service: Service;
  schema: SettingsSchema;
  values: Values;
}

function Shown({ service, schema, values }: ShownProps) {
  const mayWrite = useMay(`${service}:settings:write`);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Panel
        className="max-w-4xl"
        title={texts.services[service]}
        actions={
          mayWrite && (
            <Button small look="primary" onClick={() => setOpen(true)}>
              {texts.change}
            </Button>
          )
        }
      >
        <dl className="divide-y divide-line">
          {settingsOf(schema).map(({ name, label, description }) => (
            <div
              key={name}
              className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]"
            >
              <dt>
                <span className="font-medium">{label}</span>
                <span className="block text-ink-soft">{description}</span>
              </dt>
              <dd className="wrap-anywhere">{valueWords(values[name])}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {open && <Form {...{ service, schema, values }} onClose={() => setOpen(false)} />}
    </>
  );
}

function Form({ service, schema, values, onClose }: ShownProps & { onClose: () => void }) {
  const queries = useQueryClient();
  return (
    <RecordDialog<Values>
      wide
      title={texts.edit}
      fields={fieldsOf(schema)}
      item={values}
      save={(body, as) => changeSettings(service, body, as.version ?? values.version)}
      reload={() => settingsAsAre(service)}
      onSaved={(saved) => {
        queries.setQueryData(settingsQuery(service).queryKey, saved);
        // The lab's name and time zone are shown everywhere.
        void queries.invalidateQueries({ queryKey: settingsKey(service) });
        notify(texts.saved);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
