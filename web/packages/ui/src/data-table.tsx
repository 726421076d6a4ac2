import { useVirtualizer } from "@tanstack/react-virtual";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ArrowUpDown from "lucide-react/icons/arrow-up-down";
import { type ReactNode, useEffect, useRef } from "react";

import { classes } from "./logic/classes.ts";
import { sortOf } from "./logic/ordering.ts";
import { words } from "./logic/words.ts";
import type { SparseRows } from "./sparse-pages.tsx";

const ROW = 40;
const ROW_COARSE = 48;
const BEYOND = 12;

export interface Column<Item> {
  id: string;
  label: string;
  cell: (item: Item) => ReactNode;
  /** CSS width of its track, such as `minmax(10rem, 2fr)`. */
  width?: string;
  /** The API's name to order by. */
  orderBy?: string;
  /** Always shown. */
  fixed?: boolean;
  numeric?: boolean;
}

export interface Selection {
  ids: ReadonlySet<number>;
  onChange: (ids: Set<number>) => void;
}

interface DataTableProps<Item extends { id: number }> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Item>[];
  rows: SparseRows<Item>;
  nameOf: (item: Item) => string;
  ordering?: string | undefined;
  onSort?: (column: string) => void;
  selection?: Selection;
  /** CSS height at most; rows beyond are scrolled to. */
  height?: string;
}

/** A table of any length: only the rows in sight are in the document. */
export function DataTable<Item extends { id: number }>(props: DataTableProps<Item>) {
  const { label, columns, rows, nameOf, ordering, onSort, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const count = rows.count ?? 0;
  const row = window.matchMedia("(pointer: coarse)").matches ? ROW_COARSE : ROW;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => row,
    overscan: BEYOND,
  });
  const items = virtual.getVirtualItems();
  const from = items[0]?.index ?? 0;
  const to = items[items.length - 1]?.index ?? 0;
  const { look } = rows;
  // Each time: `look` compares by itself.
  useEffect(() => look(from, to));
  const tracks = columns.map((column) => column.width ?? "minmax(8rem, 1fr)").join(" ");
  const template = selection ? `2.5rem ${tracks}` : tracks;
  return (
    <div
      ref={scroller}
      // A scroller must be reachable by keyboard even where nothing in its rows is.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={label}
      className="relative overflow-auto rounded-lg border border-line bg-panel"
      style={{ maxHeight: props.height ?? "calc(100dvh - 17rem)", minHeight: "12rem" }}
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={count + 1}
        className="grid min-w-max"
        style={{ gridTemplateColumns: template }}
      >
        <Head {...{ columns, ordering, onSort, selection, rows }} />
        <div
          role="rowgroup"
          className="relative col-span-full grid"
          style={{ height: virtual.getTotalSize(), gridTemplateColumns: "subgrid" }}
        >
          {items.map(({ index, start }) => (
            <Row
              key={index}
              item={rows.at(index)}
              {...{ index, start, columns, nameOf, selection }}
              height={row}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

const STUCK = "sticky left-0 z-10";

interface HeadProps<Item extends { id: number }> {
  columns: readonly Column<Item>[];
  ordering: string | undefined;
  onSort: ((column: string) => void) | undefined;
  selection: Selection | undefined;
  rows: SparseRows<Item>;
}

function Head<Item extends { id: number }>(props: HeadProps<Item>) {
  const { columns, ordering, onSort, selection, rows } = props;
  const every = rows.loaded.length > 0 && rows.loaded.every((item) => selection?.ids.has(item.id));
  return (
    <div role="rowgroup" className="sticky top-0 z-20 col-span-full grid grid-cols-subgrid">
      <div
        role="row"
        aria-rowindex={1}
        className="col-span-full grid h-9 grid-cols-subgrid items-center border-b border-line-strong bg-sunken"
      >
        {selection && (
          <div role="columnheader" className="grid place-items-center">
            <input
              type="checkbox"
              aria-label={words.table.selectAll}
              className="size-4 accent-accent"
              checked={every}
              onChange={() =>
                selection.onChange(every ? new Set() : new Set(rows.loaded.map((item) => item.id)))
              }
            />
          </div>
        )}
        {columns.map((column, index) => (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={column.orderBy ? sortOf(ordering, column.orderBy) : undefined}
            className={classes(
              "engraved flex h-full items-center px-3 text-ink-soft",
              column.numeric && "justify-end",
              index === 0 && !selection && STUCK,
              index === 0 && "bg-sunken",
            )}
          >
            {column.orderBy && onSort ? (
              <SortButton
                label={column.label}
                sorted={sortOf(ordering, column.orderBy)}
                onClick={() => column.orderBy && onSort(column.orderBy)}
              />
            ) : (
              column.label
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

interface SortButtonProps {
  label: string;
  sorted: "ascending" | "descending" | "none";
  onClick: () => void;
}

function SortButton({ label, sorted, onClick }: SortButtonProps) {
  const Arrow = { ascending: ArrowUp, descending: ArrowDown, none: ArrowUpDown }[sorted];
  return (
    <button
      type="button"
      title={words.table.sortBy(label)}
      onClick={onClick}
      className="group flex h-full items-center gap-1 uppercase hover:text-ink"
    >
      {label}
      <Arrow
        aria-hidden
        className={classes("size-3", sorted === "none" && "opacity-0 group-hover:opacity-100")}
      />
    </button>
  );
}

interface RowProps<Item extends { id: number }> {
  item: Item | undefined;
  index: number;
  start: number;
  height: number;
  columns: readonly Column<Item>[];
  nameOf: (item: Item) => string;
  selection: Selection | undefined;
}

function Row<Item extends { id: number }>(props: RowProps<Item>) {
  const { item, index, start, height, columns, nameOf, selection } = props;
  const selected = item !== undefined && selection?.ids.has(item.id);
  const toggle = () => {
    if (!item || !selection) return;
    const ids = new Set(selection.ids);
    if (!ids.delete(item.id)) ids.add(item.id);
    selection.onChange(ids);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection ? Boolean(selected) : undefined}
      className={classes(
        "group absolute inset-x-0 col-span-full grid grid-cols-subgrid items-center border-b border-line",
        selected ? "bg-accent-wash" : "bg-panel hover:bg-sunken",
      )}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      {selection && (
        <div role="cell" className="grid place-items-center">
          {item && (
            <input
              type="checkbox"
              aria-label={words.table.selectRow(nameOf(item))}
              className="size-4 accent-accent"
              checked={Boolean(selected)}
              onChange={toggle}
            />
          )}
        </div>
      )}
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="cell"
          className={classes(
            "min-w-0 truncate px-3",
            column.numeric && "reading text-right",
            place === 0 && "sticky left-0 z-10 bg-inherit font-medium",
          )}
        >
          {item ? column.cell(item) : <span className="shimmer block h-3 w-2/3 rounded-sm" />}
        </div>
      ))}
    </div>
  );
}
