const rounded = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `12,345`. */
export function whole(number: number): string {
  return rounded.format(number);
}

/** Three digits that count: `0.00123`, `1.23`, `123`, `12,345`. */
export function short(number: number): string {
  if (number === 0) return "0";
  if (Math.abs(number) >= 100) return whole(number);
  return Number(number.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 12 });
}

/** `5.2 s`, or `6 min 45 s` from two minutes on. */
export function time(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1.23`, how many times as much. */
export function ratio(number: number): string {
  return number.toFixed(2);
}

/** `$12.34`; less than a cent is not said to be nothing. */
export function money(dollars: number): string {
  if (dollars > 0 && dollars < 0.005) return "< $0.01";
  return `$${dollars.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
