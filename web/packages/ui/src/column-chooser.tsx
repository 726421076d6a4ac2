import * as Ariakit from "@ariakit/react";
import Columns3 from "lucide-react/icons/columns-3";

import { Button } from "./button.tsx";
import { words } from "./logic/words.ts";
import { itemClasses, listClasses } from "./select.tsx";

interface ColumnChooserProps {
  columns: readonly { id: string; label: string; fixed?: boolean }[];
  shown: readonly string[];
  onChange: (shown: string[]) => void;
}

/** Which columns of a table are shown; fixed ones always are. */
export function ColumnChooser({ columns, shown, onChange }: ColumnChooserProps) {
  const order = columns.map((column) => column.id);
  const choose = (chosen: readonly string[]) => onChange(order.filter((id) => chosen.includes(id)));
  return (
    <Ariakit.MenuProvider
      values={{ columns: [...shown] }}
      setValues={(values) => choose(values.columns as string[])}
    >
      <Ariakit.MenuButton
        render={
          <Button small>
            <Columns3 aria-hidden />
            {words.table.columns}
          </Button>
        }
      />
      <Ariakit.Menu
        gutter={4}
        portal
        unmountOnHide
        aria-label={words.table.chooseColumns}
        className={listClasses}
      >
        {columns
          .filter((column) => !column.fixed)
          .map((column) => (
            <Ariakit.MenuItemCheckbox
              key={column.id}
              name="columns"
              value={column.id}
              className={itemClasses}
            >
              <span className="grid size-4 place-items-center rounded-sm border border-line-strong">
                <Ariakit.MenuItemCheck />
              </span>
              {column.label}
            </Ariakit.MenuItemCheckbox>
          ))}
      </Ariakit.Menu>
    </Ariakit.MenuProvider>
  );
}
