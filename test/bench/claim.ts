/** Something that the bench must show. */
export interface Claim {
  readonly claim: string;
  readonly found: string;
  readonly holds: boolean;
}

/** What one part of the bench measured. */
export interface Measured {
  /** Names of the columns. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly claims: readonly Claim[];
}

/** A claim that a figure is at most a limit. */
export function atMost(claim: string, figure: number, limit: number): Claim {
  return { claim: `${claim}: at most ${short(limit)}`, found: short(figure), holds: figure <= limit };
}

/** A claim that a figure is at least a limit. */
export function atLeast(claim: string, figure: number, limit: number): Claim {
  return { claim: `${claim}: at least ${short(limit)}`, found: short(figure), holds: figure >= limit };
}

/** A number with three significant digits: `0.00123`, `1.23`, `123`, `12,345`. */
export function short(number: number): string {
  const digits = Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));
  return digits.toLocaleString("en-US", { maximumFractionDigits: 12 });
}
