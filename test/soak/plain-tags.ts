import type { PlainUser } from "./plain-world.ts";

export const fallback = "cloud-team@example.com";

/** The addresses in the email tag that may get mail, and whether the tag contains anything else. */
export function recipients({ seen }: PlainUser): {
  readonly owners: readonly string[];
  readonly isComplete: boolean;
} {
  const written = (seen?.tags.get("email") ?? "").split(/[ :]+/).filter((part) => part !== "");
  const good = written
    .filter((part) => /^[\w.+-]+@example\.com$/i.test(part))
    .map((part) => part.toLowerCase());
  const owners = [...new Set(good)].slice(0, 5);
  const isComplete = written.length > 0 && good.length === written.length && new Set(good).size <= 5;
  return { owners, isComplete };
}

/** The last day of the exemption. */
export function exemptionOf({ seen }: PlainUser): number | "unreadable" | undefined {
  const written = seen?.tags.get("curfewexempt");
  if (written === undefined) return undefined;
  const [until = "", by = "", ...why] = written.split(" ");
  const day = Date.parse(`${until}T00:00:00Z`) / 86_400_000;
  return Number.isNaN(day) || !by.includes("@") || why.length === 0 ? "unreadable" : day;
}
