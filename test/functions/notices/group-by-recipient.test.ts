import { expect, it } from "vitest";
import { groupByRecipient } from "../../../functions/notices/group-by-recipient.ts";
import { account, notice } from "./notice-fixture.ts";

it("makes one mail for each recipient, in order, with the notices in the order of their users and keys", () => {
  const notices = [
    notice({ to: "joe@example.com" }),
    notice({ to: "anna@example.com", userName: "b", accessKeyId: "AKIA3" }),
    notice({ to: "anna@example.com", userName: "a", accessKeyId: "AKIA2" }),
    notice({ to: "anna@example.com", userName: "a", accessKeyId: "AKIA1" }),
  ];

  const mails = groupByRecipient(account, notices);

  expect(mails.map(({ to, notices: own }) => [to, own.map(({ accessKeyId }) => accessKeyId)])).toEqual([
    ["anna@example.com", ["AKIA1", "AKIA2", "AKIA3"]],
    ["joe@example.com", ["AKIAIOSFODNN7EXAMPLE"]],
  ]);
});

it("never puts another recipient's notices into a mail", () => {
  const notices = ["ann", "jane", "joe"].map((name) => notice({ to: `${name}@example.com`, userName: name }));

  for (const { to, notices: own } of groupByRecipient(account, notices))
    expect(own.map(({ userName }) => `${userName}@example.com`)).toEqual([to]);
});

it("splits more than a hundred notices to one recipient into several mails", () => {
  const notices = Array.from({ length: 250 }, (_, index) => notice({ accessKeyId: `AKIA${index}` }));

  expect(groupByRecipient(account, notices).map(({ notices: own }) => own.length)).toEqual([100, 100, 50]);
});

it("makes no mail of no notices", () => {
  expect(groupByRecipient(account, [])).toEqual([]);
});
