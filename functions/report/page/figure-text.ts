const shortFigures = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** A short form of a figure: `20K`. */
export function shortFigure(value: number): string {
  return shortFigures.format(value);
}
