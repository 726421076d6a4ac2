import { useVirtualizer } from "@tanstack/react-virtual";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ArrowUpDown from "lucide-react/icons/arrow-up-down";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";

import { classes } from "./logic/classes.ts";
import { sortOf } from "./logic/ordering.ts";
import { words } from "./logic/words.ts";
import type { SparseRows } from "./sparse-pages.tsx";

const ROW = 40;
const ROW_COARSE = 48;
const BEYOND = 12;
const USUAL_WIDTH = [8, 1] as const;
const BOX_WIDTH = [2.5, 0] as const;

export interface Column<Item> {
  id: string;
  label: string;
  cell: (item: Item) => ReactNode;
  /** At least so many rem, and its share of what is left; 8 and 1 where nothing is said. */
  width?: readonly [rem: number, share: number];
  /** The API's name to order by. */
  orderBy?: string;
  /** Always shown. */
  fixed?: boolean;
  numeric?: boolean;
}

export interface Selection<Item> {
  ids: ReadonlySet<number>;
  idOf: (item: Item) => number;
  onChange: (ids: Set<number>) => void;
}

interface DataTableProps<Item> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Item>[];
  rows: SparseRows<Item>;
  nameOf: (item: Item) => string;
  ordering?: string | undefined;
  onSort?: (column: string) => void;
  selection?: Selection<Item>;
  /** CSS height at most; rows beyond are scrolled to. */
  height?: string;
}

/** A table of any length: only the rows in sight are in the document. */
export function DataTable<Item>(props: DataTableProps<Item>) {
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
  const widths = columns.map((column) => column.width ?? USUAL_WIDTH);
  if (selection) widths.unshift(BOX_WIDTH);
  // Each row is a grid of its own, since rows are placed one by one: the same width makes them align.
  const tracks = widths.map(([rem, share]) =>
    share > 0 ? `minmax(${rem}rem, ${share}fr)` : `${rem}rem`,
  );
  const grid = { gridTemplateColumns: tracks.join(" ") };
  const width = widths.reduce((sum, [rem]) => sum + rem, 0);
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
        style={{ minWidth: `${width}rem` }}
      >
        <Head {...{ columns, ordering, onSort, selection, rows, grid }} />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => (
            <Row
              key={index}
              item={rows.at(index)}
              {...{ index, start, columns, nameOf, selection, grid }}
              height={row}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

const STUCK = "sticky left-0 z-10";

interface HeadProps<Item> {
  columns: readonly Column<Item>[];
  ordering: string | undefined;
  onSort: ((column: string) => void) | undefined;
  selection: Selection<Item> | undefined;
  rows: SparseRows<Item>;
  grid: CSSProperties;
}

function Head<Item>(props: HeadProps<Item>) {
  const { columns, ordering, onSort, selection, rows, grid } = props;
  const every =
    rows.loaded.length > 0 && rows.loaded.every((item) => selection?.ids.has(selection.idOf(item)));
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 items-center border-b border-line-strong bg-sunken"
        style={grid}
      >
        {selection && (
          <div role="columnheader" className="grid place-items-center">
            <input
              type="checkbox"
              aria-label={words.table.selectAll}
              className="size-4 accent-accent"
              checked={every}
              onChange={() =>
                selection.onChange(every ? new Set() : new Set(rows.loaded.map(selection.idOf)))
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

interface RowProps<Item> {
  item: Item | undefined;
  index: number;
  start: number;
  height: number;
  columns: readonly Column<Item>[];
  nameOf: (item: Item) => string;
  selection: Selection<Item> | undefined;
  grid: CSSProperties;
}

function Row<Item>(props: RowProps<Item>) {
  const { item, index, start, height, columns, nameOf, selection, grid } = props;
  const selected = item !== undefined && selection?.ids.has(selection.idOf(item));
  const toggle = () => {
    if (!item || !selection) return;
    const ids = new Set(selection.ids);
    const id = selection.idOf(item);
    if (!ids.delete(id)) ids.add(id);
    selection.onChange(ids);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection ? Boolean(selected) : undefined}
      className={classes(
        "group absolute inset-x-0 grid items-center border-b border-line",
        selected ? "bg-accent-wash" : "bg-panel hover:bg-sunken",
      )}
      style={{ ...grid, height, transform: `translateY(${start}px)` }}
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
