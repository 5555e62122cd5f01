/** A number as a cell. */
export function figure(number: number): string {
  return number.toLocaleString("en-US");
}

/** The row of a suite that has not come to its end since it was changed. */
export function notMeasured(head: readonly string[]): string[] {
  return head.map((_, index) => (index === 0 ? "not measured yet" : ""));
}
