import { Button } from "@labwright/ui/button";
import { Menu, MenuItem } from "@labwright/ui/menu";
import Plus from "lucide-react/icons/plus";
import { type ReactNode, useState } from "react";

interface AddMenuProps<Kind extends string> {
  label: string;
  /** What can be added, by its words. */
  kinds: Readonly<Record<Kind, string>>;
  /** The form of the kind that was chosen. */
  form: (kind: Kind, onClose: () => void) => ReactNode;
}

/** Adds one of several kinds of a thing. */
export function AddMenu<Kind extends string>({ label, kinds, form }: AddMenuProps<Kind>) {
  const [kind, setKind] = useState<Kind | null>(null);
  return (
    <>
      <Menu
        label={label}
        button={
          <Button look="primary">
            <Plus aria-hidden />
            {label}
          </Button>
        }
      >
        {(Object.keys(kinds) as Kind[]).map((each) => (
          <MenuItem key={each} onClick={() => setKind(each)}>
            {kinds[each]}
          </MenuItem>
        ))}
      </Menu>
      {kind && form(kind, () => setKind(null))}
    </>
  );
}
