import { Select } from "@labwright/ui/select";
import { useMe } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";

import { projectsQuery } from "../../queries/projects.ts";
import { cartWords } from "../../words/cart.ts";

interface ProjectFieldProps {
  value: number | null;
  onChange: (id: number | null) => void;
}

/** For which project; not there for those who have none. */
export function ProjectField({ value, onChange }: ProjectFieldProps) {
  const projects = useQuery(projectsQuery(useMe().id));
  if (!projects.data || projects.data.length === 0) return null;
  return (
    <Select
      label={cartWords.project}
      hint={cartWords.projectHint}
      value={value === null ? "" : String(value)}
      choices={[
        { value: "", label: cartWords.noProject },
        ...projects.data.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      onChange={(id) => onChange(id === "" ? null : Number(id))}
    />
  );
}
