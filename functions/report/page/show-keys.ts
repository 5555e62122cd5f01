import type { RunReport } from "../../../statemachine/run-report.ts";
import { type Choice, type Column, dataTable } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";
import { figure } from "./figure-text.ts";
import type { KeyGroup } from "./key-status.ts";
import { keyWords, type ShownKey, shownKey } from "./shown-key.ts";

const columns: readonly Column<ShownKey>[] = [
  {
    title: "User",
    width: 17,
    sortValue: ({ userName }) => userName,
    cell: ({ userName, accessKeyId }) => [
      isolated(userName),
      element("code", { class: "below" }, accessKeyId),
    ],
  },
  {
    title: "Account",
    width: 14,
    sortValue: ({ accountName }) => accountName,
    cell: ({ accountName, accountId }) => [
      isolated(accountName),
      element("span", { class: "below" }, accountId),
    ],
  },
  {
    title: "Age",
    width: 7,
    isFigure: true,
    sortValue: ({ age }) => age,
    cell: ({ age }) => [figure(age), element("span", { class: "unit" }, " d")],
  },
  {
    title: "Status",
    width: 17,
    sortValue: ({ status }) => status.text,
    cell: ({ status }) => [element("span", { class: `status ${status.tone}` }, status.text)],
  },
  {
    title: "Reason",
    width: 33,
    sortValue: ({ reason }) => reason,
    cell: ({ reason, details }) => [
      isolated(reason),
      ...details.map((detail) => element("span", { class: "below" }, isolated(detail))),
    ],
  },
  {
    title: "Next",
    width: 12,
    sortValue: ({ next }) => (next === "" ? undefined : next),
    cell: ({ next }) => {
      const [day = "", deed = ""] = next.split(" ");
      return next === ""
        ? ["nothing"]
        : [element("time", { datetime: day }, day), element("span", { class: "below" }, deed)];
    },
  },
];

const groups: readonly (readonly [KeyGroup, string])[] = [
  ["failed", "Failed"],
  ["deactivated", "Deactivated, or would be"],
  ["withheld", "Withheld"],
  ["exempt", "Exempt"],
  ["told", "Notice due or sent"],
];

/** Every key about which something was due, or which is exempt. */
export function showKeys({ keys }: RunReport): void {
  if (keys.length === 0) {
    placeOf("keys").append(element("p", {}, "No key was due, withheld or exempt."));
    return;
  }
  const choices = groups.map(
    ([group, title]): Choice<ShownKey> => ({ title, keep: ({ status }) => status.group === group }),
  );
  placeOf("keys").append(
    dataTable({
      noun: "key",
      labelledBy: "keys-title",
      rows: keys.map(shownKey),
      columns,
      sortedBy: { column: "Age", direction: "descending" },
      choices,
      words: keyWords,
    }),
  );
}
