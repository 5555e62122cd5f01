import type { HoldGroup } from "../../../statemachine/run-report.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { holdText } from "../../notices/hold-text.ts";
import type { PageKey } from "../page-data.ts";
import type { AccountOf } from "./key-cells.ts";
import { isLongOverdue, keyStatus } from "./key-status.ts";
import type { Choice } from "./table-controls.ts";

/** The maximum length of a choice: a long reason would make the list wider than a phone. */
const longestChoice = 45;

/** The choices that other parts of the page link to. */
export const choiceTitles = {
  failed: "Failed",
  longOverdue: "Overdue for more than 30 days",
  untagged: "Without an email tag or a known user type",
} as const;

/** The filters of the table of keys. The table omits choices without a key. */
export function keyChoices(day: Day, onHold: readonly HoldGroup[]): Choice<PageKey>[] {
  const codes = [...new Set(onHold.map(({ code }) => code))];
  return [
    { title: "Needs somebody", keep: (key) => keyStatus(key).rank <= 2 },
    { title: choiceTitles.failed, keep: (key) => keyStatus(key).rank === 0 },
    { title: "Overdue", keep: ({ overdueSince }) => overdueSince !== "" },
    { title: choiceTitles.longOverdue, keep: (key) => isLongOverdue(key, day) },
    {
      title: choiceTitles.untagged,
      keep: ({ owner, reason }) => owner === "" || reason.code === "unknownUserType",
    },
    { title: "Waiting to be deactivated", keep: (key) => [2, 3].includes(keyStatus(key).rank) },
    { title: "Never used", keep: ({ used }) => used === "never" },
    { title: "On hold", keep: ({ state }) => state === "onHold" },
    ...codes.map(
      (code): Choice<PageKey> => ({
        title: `On hold: ${shortened(holdText({ code }))}`,
        keep: ({ state, reason }) => state === "onHold" && reason.code === code,
      }),
    ),
    { title: "Deactivated, or would be", keep: (key) => keyStatus(key).rank === 5 },
    { title: "Notice due or sent", keep: (key) => keyStatus(key).rank === 6 },
    { title: "Exempt", keep: ({ state }) => state === "exempt" },
  ];
}

/** The OUs of keys, each with everything below it, by name if known. An OU with all keys is not a choice. */
export function ouChoices(
  keys: readonly PageKey[],
  accountOf: AccountOf,
  names: Readonly<Record<string, string>>,
): Choice<PageKey>[] {
  const counts = new Map<string, number>();
  for (const key of keys)
    for (const ou of accountOf(key)?.path ?? []) counts.set(ou, (counts.get(ou) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count < keys.length)
    .map(([ou]) => ({
      title: names[ou] === undefined ? ou : `${names[ou]} (${ou})`,
      keep: (key: PageKey) => accountOf(key)?.path.includes(ou) === true,
    }))
    .sort((one, other) => one.title.localeCompare(other.title, "en"));
}

/** The owners with most keys, for the suggestions of the owner's field. */
export function mostOwners(keys: readonly PageKey[], most = 200): string[] {
  const counts = new Map<string, number>();
  for (const { owner } of keys) if (owner !== "") counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .slice(0, most)
    .map(([owner]) => owner);
}

function shortened(text: string): string {
  return text.length <= longestChoice ? text : `${text.slice(0, longestChoice - 1)}…`;
}
