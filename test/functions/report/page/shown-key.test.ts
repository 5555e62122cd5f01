import { expect, it } from "vitest";
import { keyStatus } from "../../../../functions/report/page/key-status.ts";
import { keyWords, shownKey } from "../../../../functions/report/page/shown-key.ts";
import { keyResult } from "../result-fixture.ts";
import { keyRow } from "./report-page-fixture.ts";

const to = "anna@example.com";
const sent = { to, outcome: "sent" } as const;
const failed = { to, outcome: "failed", error: "Email address is on the suppression list" } as const;

it.each([
  ["Notice sent", "told", keyResult({ verdict: "notify" }, { notices: [sent] })],
  [
    "Notice would be sent",
    "told",
    keyResult({ verdict: "notify" }, { notices: [{ to, outcome: "wouldSend" }] }),
  ],
  ["Notice not sent", "failed", keyResult({ verdict: "notify" }, { notices: [sent, failed] })],
  ["Notice not sent", "failed", keyResult({ verdict: "notify" }, { notices: [{ to, outcome: "inFlight" }] })],
  ["Due", "told", keyResult({ verdict: "notify" })],
  [
    "Deactivated",
    "deactivated",
    keyResult({ verdict: "deactivate" }, { notices: [sent], deactivation: { outcome: "deactivated" } }),
  ],
  [
    "Deactivated, notice not sent",
    "failed",
    keyResult({ verdict: "deactivate" }, { notices: [failed], deactivation: { outcome: "deactivated" } }),
  ],
  [
    "Would be deactivated",
    "deactivated",
    keyResult({ verdict: "deactivate" }, { deactivation: { outcome: "wouldDeactivate" } }),
  ],
  [
    "Deactivation failed",
    "failed",
    keyResult({ verdict: "deactivate" }, { deactivation: { outcome: "failed", error: "gone" } }),
  ],
  [
    "Withheld: changed meanwhile",
    "withheld",
    keyResult({ verdict: "deactivate" }, { deactivation: { outcome: "abandoned" } }),
  ],
  ["Exempt", "exempt", keyResult({ verdict: "withheld", withheld: "exempt" })],
  [
    "Withheld: grace not over",
    "withheld",
    keyResult({ verdict: "withheld", withheld: "graceNotOver" }, { notices: [sent] }),
  ],
  [
    "Withheld: exemption unreadable",
    "withheld",
    keyResult({ verdict: "withheld", withheld: "exemptionUnreadable" }),
  ],
  [
    "Notice not sent",
    "failed",
    keyResult({ verdict: "withheld", withheld: "graceNotOver" }, { notices: [failed] }),
  ],
] as const)("says %s of a key, and counts it as %s", (text, group, result) => {
  expect(keyStatus(keyRow(1, result))).toMatchObject({ text, group });
});

it("shows who was told, what went wrong and what comes next", () => {
  const next = { on: "2026-12-04", what: "deactivate" } as const;
  const shown = shownKey(keyRow(1, keyResult({ verdict: "notify", next }, { notices: [sent, failed] })));

  expect(shown.details).toEqual([
    "sent to anna@example.com",
    "not sent to anna@example.com: Email address is on the suppression list",
  ]);
  expect(shown.next).toBe("2026-12-04 deactivate");
  expect(shownKey(keyRow(1)).next).toBe("");
});

it("turns what strangers wrote into plain lines: no control, line break or direction mark is left", () => {
  const hostile = "evil\u202Egnp.exe\u200F\n\u0007name";
  const row = { ...keyRow(1, keyResult({ userName: hostile, reason: hostile })), accountName: hostile };
  const { userName, accountName, reason } = shownKey(row);

  expect([userName, accountName, reason]).toEqual(Array(3).fill("evilgnp.exe name"));
});

it("is found by account, user, key, status, reason, recipient and next step", () => {
  const next = { on: "2026-12-04", what: "notify" } as const;
  const words = keyWords(
    shownKey(keyRow(7, keyResult({ verdict: "notify", reason: "day 70", next }, { notices: [sent] }))),
  );

  for (const word of ["000000000001", "Payments", "Notice sent", "day 70", to, "2026-12-04 notify"])
    expect(words).toContain(word);
});
