import type { PlainKey, PlainNotice } from "./plain-world.ts";

/** Notices that name a day and were not revoked. */
export function standing(key: PlainKey): PlainNotice[] {
  return key.notices.filter(({ names, era }) => names !== undefined && era === key.era);
}

/** The latest day named by a notice that was not revoked and has not bounced. */
export function latestNamed(key: PlainKey, day: number): number | undefined {
  return lastNamed(standing(key), day);
}

export function lastNamed(notices: readonly PlainNotice[], day: number): number | undefined {
  const days = notices
    .filter((notice) => notice.names !== undefined && outcome(notice, day) !== "bounced")
    .map(({ names = 0 }) => names);
  return days.length === 0 ? undefined : Math.max(...days);
}

export function outcome({ reports }: PlainNotice, day: number): "arrived" | "bounced" | "unknown" {
  const known = reports.filter(({ knownOn }) => knownOn <= day);
  if (known.some(({ says }) => says === "bounced")) return "bounced";
  return known.some(({ says }) => says === "arrived") ? "arrived" : "unknown";
}

export function arrivedOn({ reports }: PlainNotice, day: number): number | undefined {
  return reports.find(({ says, knownOn }) => says === "arrived" && knownOn <= day)?.on;
}

/** It bounced, or SES has reported nothing for two days. */
export function failed(notice: PlainNotice, day: number): boolean {
  const state = outcome(notice, day);
  return state === "bounced" || (state === "unknown" && day - notice.sentOn >= 2);
}
