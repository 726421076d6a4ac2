import { Button, buttonClasses } from "@labwright/ui/button";
import { ColumnChooser } from "@labwright/ui/column-chooser";
import { DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { nextOrdering } from "@labwright/ui/logic/ordering";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { Page } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { type SparseRows, useSparseRows } from "@labwright/ui/sparse-pages";
import { Link } from "@tanstack/react-router";
import Download from "lucide-react/icons/download";
import Plus from "lucide-react/icons/plus";
import Upload from "lucide-react/icons/upload";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";

import {
  type DeviceFilters,
  devicePage,
  exportAddress,
  labelsAddress,
} from "../../queries/devices.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { COLUMNS, USUAL_COLUMNS } from "./columns.tsx";
import { Filters } from "./filters.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { storeColumns, storedColumns } from "./stored-columns.ts";
import { ViewsMenu } from "./views-menu.tsx";

const texts = words.device;

// Loaded when it is opened: the list comes first.
const DeviceDialog = lazy(() => import("./new-device.tsx"));

interface DevicesProps {
  filters: DeviceFilters;
  onFilters: (filters: DeviceFilters) => void;
}

/** The list of devices. What it shows stands in the address, so that it can be sent to somebody. */
export function Devices({ filters, onFilters }: DevicesProps) {
  const rows = useSparseRows<Device>(devicePage(filters));
  const [columns, setColumns] = useState(() => storedColumns(USUAL_COLUMNS));
  const change = useCallback(
    (part: DeviceFilters) => onFilters({ ...filters, ...part }),
    [filters, onFilters],
  );
  const choose = (chosen: string[]) => {
    storeColumns(chosen);
    setColumns(chosen);
  };
  return (
    <Page
      title={texts.title}
      beside={
        rows.count !== undefined && (
          <span aria-live="polite" className="reading text-ink-faint">
            {uiWords.table.count(rows.count)}
          </span>
        )
      }
      actions={<Actions filters={filters} />}
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-start justify-between gap-2 max-sm:flex-col max-sm:items-stretch">
          <Filters filters={filters} onChange={change} />
          <div className="flex shrink-0 gap-2">
            <ViewsMenu
              present={{ filters, columns }}
              onOpen={(view) => {
                if (view.columns.length > 0) choose(view.columns);
                onFilters(view.filters as DeviceFilters);
              }}
            />
            <ColumnChooser columns={COLUMNS} shown={columns} onChange={choose} />
          </div>
        </div>
        <Rows {...{ rows, columns, filters, change }} />
      </div>
    </Page>
  );
}

interface RowsProps {
  rows: SparseRows<Device>;
  columns: readonly string[];
  filters: DeviceFilters;
  change: (part: DeviceFilters) => void;
}

function Rows({ rows, columns, filters, change }: RowsProps) {
  const [selected, setSelected] = useState<ReadonlyMap<number, Device>>(new Map());
  const shown = useMemo(
    () => COLUMNS.filter((column) => column.fixed || columns.includes(column.id)),
    [columns],
  );
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={10} />;
  if (rows.count === 0) {
    const narrowed = Object.values(filters).some((value) => value !== undefined);
    return (
      <Empty title={narrowed ? texts.none : texts.noneYet}>
        {narrowed ? texts.noneText : texts.noneYetText}
      </Empty>
    );
  }
  const select = (ids: Set<number>) => {
    const known = new Map([...selected, ...rows.loaded.map((one) => [one.id, one] as const)]);
    setSelected(
      new Map([...ids].flatMap((id) => (known.has(id) ? [[id, known.get(id) as Device]] : []))),
    );
  };
  return (
    <>
      <SelectionBar devices={[...selected.values()]} onUnselect={() => setSelected(new Map())} />
      <DataTable
        label={texts.title}
        columns={shown}
        rows={rows}
        nameOf={({ name }) => name}
        ordering={filters.ordering}
        onSort={(column) => change({ ordering: nextOrdering(filters.ordering, column) })}
        selection={{ ids: new Set(selected.keys()), idOf: ({ id }) => id, onChange: select }}
      />
    </>
  );
}

function Actions({ filters }: { filters: DeviceFilters }) {
  const mayWrite = useMay("inventory:device:write");
  const mayImport = useMay("inventory:import:run");
  const [adding, setAdding] = useState(false);
  const files = [
    { href: exportAddress(filters, "csv"), label: texts.exportAs.csv },
    { href: exportAddress(filters, "xlsx"), label: texts.exportAs.xlsx },
    { href: labelsAddress(filters), label: texts.exportAs.labels },
  ];
  return (
    <>
      <Menu
        label={texts.export}
        button={
          <Button>
            <Download aria-hidden />
            {texts.export}
          </Button>
        }
      >
        {files.map(({ href, label }) => (
          <MenuItem key={label} render={<a href={href}>{label}</a>}>
            {label}
          </MenuItem>
        ))}
      </Menu>
      {mayImport && (
        <Link to="/imports/new" className={buttonClasses()}>
          <Upload aria-hidden />
          {texts.import}
        </Link>
      )}
      {mayWrite && (
        <Button look="primary" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {words.add(texts.one)}
        </Button>
      )}
      <Suspense>{adding && <DeviceDialog onClose={() => setAdding(false)} />}</Suspense>
    </>
  );
}
