import { MultiCombobox } from "@labwright/ui/combobox";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { peopleQuery } from "../queries/people.ts";

interface PeopleFieldProps {
  label: string;
  hint?: string;
  /** Usernames. */
  values: readonly string[];
  onChange: (values: string[]) => void;
}

/** People, found by their names. */
export function PeopleField({ label, hint, values, onChange }: PeopleFieldProps) {
  const [typed, setTyped] = useState("");
  const found = useQuery(peopleQuery(useDeferredValue(typed)));
  const choices = (found.data?.results ?? []).map((person) => ({
    value: person.username,
    label:
      person.display_name === person.username
        ? person.username
        : `${person.display_name} (${person.username})`,
  }));
  return <MultiCombobox {...{ label, hint, values, onChange, choices }} onSearch={setTyped} />;
}
