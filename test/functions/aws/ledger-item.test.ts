import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, it } from "vitest";
import { noticeAttribute, readLedgerItem } from "../../../functions/aws/ledger-item.ts";
import { restoredUntil } from "../domain/key-fixture.ts";

const item = { accountId: "111122223333", accessKeyId: "AKIA1" };
const entry = { on: "2026-11-23", run: "daily-1", invocation: "one", claimedAt: 1 };

/** An item whose notice to Jane is in this state. */
function itemWith(state: string) {
  return marshall({ ...item, [noticeAttribute("day-70", "jane+aws@example.com")]: { ...entry, state } });
}

it.each([
  { state: "sent", notices: 1, refused: 0 },
  { state: "refused", notices: 0, refused: 1 },
  { state: "claimed", notices: 0, refused: 0 },
])(
  "a notice that is $state counts as told: $notices, as refused: $refused",
  ({ state, notices, refused }) => {
    const { history } = readLedgerItem(itemWith(state));

    const told = { id: "day-70", to: "jane+aws@example.com", on: "2026-11-23", run: "daily-1" };
    expect(history.notices).toEqual(Array(notices).fill(told));
    expect(history.refused).toEqual(Array(refused).fill(told));
  },
);

it("reads deactivation, restore, and whose key it is", () => {
  const deactivation = { state: "done", on: "2026-11-01", run: "daily-0", count: 2 };
  const whole = { userName: "jane", createdOn: "2026-08-01", restore: restoredUntil("2026-12-24") };

  expect(
    readLedgerItem(marshall({ ...item, ...whole, deactivation: { ...deactivation, invocation: "one" } })),
  ).toEqual({
    accessKeyId: "AKIA1",
    history: {
      notices: [],
      refused: [],
      deactivation,
      restore: restoredUntil("2026-12-24"),
      key: { userName: "jane", createdOn: "2026-08-01" },
    },
  });
});

it("reads an item from before the day of creation was kept", () => {
  expect(readLedgerItem(marshall({ ...item, userName: "jane" })).history.key).toBeUndefined();
});

it.each([
  { what: "a state", broken: itemWith("perhaps"), names: "day-70: state" },
  {
    what: "a deactivation",
    broken: marshall({ ...item, deactivation: { state: "done" } }),
    names: "deactivation.on",
  },
  { what: "an account", broken: marshall({ accessKeyId: "AKIA1" }), names: "accountId" },
])("refuses an item with $what that Curfew does not write, and names it", ({ broken, names }) => {
  expect(() => readLedgerItem(broken)).toThrow(names);
});
