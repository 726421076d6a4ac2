import type { FieldSpec } from "@labwright/ui/logic/record-fields";

import { drawDuration } from "../../components/duration-field.tsx";
import { durationWords } from "../../components/lengths.ts";
import type { SettingSchema, SettingsSchema } from "../../queries/settings.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.settings;

/** A setting's value as people say it. */
export function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? adminWords.yes : adminWords.no;
  const text = String(value ?? "");
  return texts.values[text] ?? durationWords(text);
}

/** A setting's schema with what it refers to. */
function whole(setting: SettingSchema, schema: SettingsSchema): SettingSchema {
  const name = setting.$ref?.split("/").pop();
  const found = name ? schema.$defs?.[name] : undefined;
  return found ? { ...found, ...setting } : setting;
}

const nameOf = (name: string) => texts.names[name] ?? name.replaceAll("_", " ");

/** Name, value and meaning of each setting, in the service's order. */
export function settingsOf(schema: SettingsSchema) {
  return Object.entries(schema.properties).map(([name, setting]) => ({
    name,
    label: nameOf(name),
    description: setting.description ?? "",
  }));
}

/** The fields by which settings are changed. */
export function fieldsOf(schema: SettingsSchema): FieldSpec[] {
  return Object.entries(schema.properties).map(([name, setting]) => {
    const { enum: choices, type, format, default: usual } = whole(setting, schema);
    const about = [setting.description, usual !== undefined && texts.usual(valueWords(usual))];
    const shared = { name, label: nameOf(name), hint: about.filter(Boolean).join(" ") };
    if (choices)
      return {
        ...shared,
        kind: "choice",
        choices: choices.map((value) => ({ value, label: valueWords(value) })),
      };
    if (format === "duration")
      return { ...shared, kind: "own", control: drawDuration, say: durationWords };
    if (type === "boolean") return { ...shared, kind: "check" };
    return { ...shared, kind: type === "integer" || type === "number" ? "number" : "text" };
  });
}
