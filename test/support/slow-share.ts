/**
 * The slow suites run one case in this many: `SLOW_SHARE=4 npm run test:slow` takes a quarter, always the
 * same one. Figures are kept of the whole only.
 */
export const slowShare = share(process.env.SLOW_SHARE ?? "1");

function share(written: string): number {
  if (!/^[1-9]\d?$/.test(written)) throw new Error(`SLOW_SHARE is "${written}"; expected 1 to 99`);
  return Number(written);
}

/** Every nth entry of a list. */
export function inShare<Item>(items: readonly Item[]): Item[] {
  return items.filter((_, index) => index % slowShare === 0);
}
