// @tanstack/virtual-core (MIT, no dependency, released monthly) measures rows as they appear: reasons wrap, so
// rows are of different heights, and a table of 50,000 rows must still scroll to the right one.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { counted } from "../../notices/figures.ts";
import { element } from "./element.ts";

/**
 * Up to this many rows are all in the page, without a scrolling frame. On a phone, more would hide what comes below.
 */
const longestWhole = 30;

/** The maximum number of printed rows of a table. All rows would be hundreds of pages. */
const longestPrinted = 500;

/** The assumed height in pixels of a row that has not been measured yet. */
const usualHeight = 56;

/** What a window over rows needs. */
export interface RowWindowProps {
  /** The frame that scrolls. */
  readonly frame: HTMLElement;
  readonly body: HTMLTableSectionElement;
  readonly columns: number;
  makeRow(index: number): HTMLTableRowElement;
}

/**
 * Keeps only the visible rows of a long table in the page, with an empty row above and below in
 * place of the others. For print it shows the rows from the first on.
 * @returns a function that shows this many rows, from the first on. Call it again whenever rows have changed.
 */
export function rowWindow({ frame, body, columns, makeRow }: RowWindowProps): (count: number) => void {
  const made = new Map<number, HTMLTableRowElement>();
  const [above, below] = [gap(columns), gap(columns)];
  let count = 0;
  const options = () => ({
    count,
    getScrollElement: () => frame,
    estimateSize: () => usualHeight,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => showSight(),
  });
  const sight = new Virtualizer<HTMLElement, HTMLTableRowElement>(options());
  // The browser keeps the visible text in place by itself (CSS Scroll Anchoring), even while it scrolls smoothly after
  // a key press. Setting the position meanwhile would stop it halfway.
  sight.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  let unmount: (() => void) | undefined;

  const showSight = () => {
    if (unmount === undefined) return;
    const items = sight.getVirtualItems();
    const indexes = new Set(items.map(({ index }) => index));
    for (const [index, row] of made)
      if (!indexes.has(index)) {
        row.remove();
        made.delete(index);
      }
    let before: Element = above.row;
    for (const { index } of items) {
      const row = made.get(index) ?? makeRow(index);
      made.set(index, row);
      row.dataset.index = String(index);
      if (before.nextElementSibling !== row) before.after(row);
      before = row;
      sight.measureElement(row);
    }
    above.resize(items[0]?.start ?? 0);
    below.resize(sight.getTotalSize() - (items.at(-1)?.end ?? 0));
  };

  const showWhole = (limit: number) => {
    unmount?.();
    unmount = undefined;
    made.clear();
    const rows = Array.from({ length: Math.min(count, limit) }, (_, index) => makeRow(index));
    body.replaceChildren(...rows, ...(count > limit ? [unprinted(columns, count - limit)] : []));
  };

  const show = (isPrinting: boolean) => {
    const isLong = count > longestWhole && !isPrinting;
    frame.classList.toggle("long", isLong);
    // A frame that scrolls must be focusable by keyboard. One that does not scroll must not be.
    frame.tabIndex = isLong ? 0 : -1;
    if (!isLong) {
      showWhole(isPrinting ? longestPrinted : longestWhole);
      return;
    }
    made.clear();
    body.replaceChildren(above.row, below.row);
    sight.setOptions(options());
    unmount ??= sight._didMount();
    sight._willUpdate();
    sight.measure();
    sight.scrollToOffset(0);
    showSight();
  };
  frame.addEventListener("keydown", (event) => {
    if (unmount === undefined || event.target !== frame) return;
    if (event.key === "Home") sight.scrollToOffset(0);
    else if (event.key === "End") sight.scrollToIndex(count - 1, { align: "end" });
    else return;
    event.preventDefault();
  });
  onPrint(show);
  return (next) => {
    count = next;
    show(false);
  };
}

/**
 * Calls `onChange` before and after the page is printed. Chromium lays out a print before it reports the change of
 * medium, and only that change reports a preview of the print styles.
 */
function onPrint(onChange: (isPrinting: boolean) => void): void {
  let isPrinting = false;
  const turn = (next: boolean) => {
    if (next === isPrinting) return;
    isPrinting = next;
    onChange(next);
  };
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
  matchMedia("print").addEventListener("change", ({ matches }) => turn(matches));
}

/** A row in place of all rows above or below the visible ones. */
function gap(columns: number) {
  const cell = element("td", { colspan: String(columns) });
  const row = element("tr", { class: "gap", "aria-hidden": "true" }, cell);
  return {
    row,
    resize(height: number): void {
      cell.style.height = `${height}px`;
      row.hidden = height === 0;
    },
  };
}

function unprinted(columns: number, more: number): HTMLTableRowElement {
  const text = `${counted(more, "more row")} not printed; search before printing, or take report.csv.`;
  return element("tr", {}, element("td", { colspan: String(columns), class: "quiet" }, text));
}
