import type { ReportHead } from "../../../statemachine/run-report.ts";
import { addDays } from "../../domain/calendar-day.ts";
import { counted, figure } from "../../notices/figures.ts";
import { plain } from "../../notices/plain.ts";
import type { PageKey } from "../page-data.ts";
import { dataTable, type TableColumn } from "./data-table.ts";
import { breakableAddress, type Child, element, isolated, placeOf, withDays } from "./element.ts";
import { type AccountOf, keyWords, lastUseLines, reasonLines } from "./key-cells.ts";
import { keyChoices, mostOwners, ouChoices } from "./key-filters.ts";
import { keyStatus, urgency } from "./key-status.ts";

/** Every key past its first stage, urgent ones first. */
export function showKeys(head: ReportHead, keys: readonly PageKey[], more: number): void {
  const place = placeOf("keys");
  if (more > 0)
    place.append(
      element(
        "p",
        { class: "quiet" },
        `The page has the ${figure(keys.length)} keys that are longest overdue or oldest. ${counted(more, "more key")} in report.csv.`,
      ),
    );
  if (keys.length === 0) {
    place.append(element("p", {}, "No key is past its first stage."));
    return;
  }
  const accountOf: AccountOf = ({ account }) => head.accounts[account];
  place.append(
    dataTable<PageKey>({
      noun: "key",
      labelledBy: "keys-title",
      hint: "user, key ID or its last four characters, account, owner",
      rows: keys,
      columns: columnsFor(head, accountOf),
      sortedBy: { column: "Status", direction: "ascending" },
      filters: [
        { title: "Show", all: "All keys", choices: keyChoices(head.run.day, head.onHold) },
        { title: "OU", all: "All OUs", choices: ouChoices(keys, accountOf, head.ouNames) },
      ],
      field: {
        title: "Owner",
        offered: mostOwners(keys),
        value: ({ owner }) => owner,
      },
      words: (key) => keyWords(key, accountOf),
    }),
  );
}

function below(text: string): Child[] {
  return text === "" ? [] : [element("span", { class: "below" }, isolated(...withDays(text)))];
}

function columnsFor({ run }: ReportHead, accountOf: AccountOf): TableColumn<PageKey>[] {
  return [
    {
      title: "User",
      width: 17,
      sortValue: ({ user }) => user,
      cell: ({ user, id }) => [isolated(plain(user)), element("code", { class: "below" }, plain(id))],
    },
    {
      title: "Account",
      width: 11,
      sortValue: (key) => accountOf(key)?.name,
      cell: (key) => {
        const account = accountOf(key);
        return [isolated(plain(account?.name ?? "unknown")), ...below(account?.id ?? "")];
      },
    },
    {
      title: "Age",
      width: 9,
      isFigure: true,
      sortValue: ({ age }) => age,
      cell: ({ age }) => {
        const created = addDays(run.day, -age);
        return [
          figure(age),
          element("span", { class: "unit" }, " d"),
          element("time", { class: "below", datetime: created }, created),
        ];
      },
    },
    {
      title: "Owner",
      width: 13,
      sortValue: ({ owner }) => owner || undefined,
      cell: ({ owner, type }) => [
        owner === ""
          ? element("span", { class: "quiet" }, "no email tag")
          : isolated(...breakableAddress(plain(owner))),
        ...below(plain(type)),
      ],
    },
    {
      title: "Last used",
      width: 11,
      sortValue: ({ used }) =>
        used === "never" ? "0000" : used === "unknown" || used === "" ? undefined : used,
      cell: lastUsedCell,
    },
    {
      title: "Status",
      width: 11,
      sortValue: (key) => urgency(key, run.day),
      cell: statusCell,
    },
    {
      title: "Why, and what to do",
      width: 18,
      sortValue: ({ reason }) => reason.code,
      cell: reasonCell,
    },
    {
      title: "Next",
      width: 10,
      sortValue: ({ nextOn }) => nextOn || undefined,
      cell: ({ nextOn, next }) =>
        nextOn === ""
          ? [element("span", { class: "quiet" }, "none in 14 days")]
          : [
              element("time", { datetime: nextOn }, nextOn),
              ...below(next === "notify" ? "notice" : "deactivation"),
            ],
    },
  ];
}

function lastUsedCell(key: PageKey): Child[] {
  const [when, where] = lastUseLines(key);
  if (key.other === "") return [when, ...below(plain(where))];
  const other = element("span", { class: "nowrap" }, `…${key.other}`);
  const status = withDays(plain(key.otherStatus));
  return [
    when,
    ...below(plain(where)),
    element("span", { class: "below" }, "Other key ", other, ": ", ...status),
  ];
}

function statusCell(key: PageKey): Child[] {
  const { text, tone } = keyStatus(key);
  return [
    element("span", { class: `status ${tone}` }, text),
    ...below(key.overdueSince === "" ? "" : `overdue since ${key.overdueSince}`),
    ...below(key.restarts === 0 ? "" : counted(key.restarts, "restart")),
  ];
}

function reasonCell(key: PageKey): Child[] {
  const { why, toDo, details } = reasonLines(key);
  return [
    isolated(...withDays(why)),
    ...(toDo === "" ? [] : [element("span", { class: "to-do" }, toDo)]),
    ...details.flatMap((detail) => below(detail)),
  ];
}
