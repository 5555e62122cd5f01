const figures = new Intl.NumberFormat("en-US");
const shortFigures = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const changes = new Intl.NumberFormat("en-US", { signDisplay: "exceptZero" });

/** A figure as it stands in a table: `20,000`. */
export function figure(value: number): string {
  return figures.format(value);
}

/** A figure where there is no room: `20K`. */
export function shortFigure(value: number): string {
  return shortFigures.format(value);
}

/** A difference with its sign, and a real minus: `+3`, `−2`, `0`. */
export function change(difference: number): string {
  return changes.format(difference).replace("-", "\u2212");
}

/** A figure with its noun: `1 key`, `20,000 keys`. */
export function counted(value: number, noun: string): string {
  return `${figure(value)} ${noun}${value === 1 ? "" : "s"}`;
}
