const shortFigures = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** A figure where there is no room: `20K`. */
export function shortFigure(value: number): string {
  return shortFigures.format(value);
}
