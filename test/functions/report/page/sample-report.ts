import { emptyHistory } from "../../../../functions/domain/key-history.ts";
import { lastTotalsKey } from "../../../../functions/domain/run-files.ts";
import { buildReportPage } from "../../../../infra/cdk/build-report-page.ts";
import type { KeyResult } from "../../../../statemachine/account-result.ts";
import { type Before, deactivatedResult, failedResult, planOf, reporter } from "../report-fixture.ts";
import {
  account,
  accountResult,
  createdFor,
  dueKey,
  keyId,
  keyResult,
  run,
  sentNotice,
  warning,
} from "../result-fixture.ts";

/** The page without data, as it is deployed. */
export const builtPage = buildReportPage();

const onHold = (
  number: number,
  age: number,
  reason: KeyResult["decision"]["reason"],
  facts: NonNullable<Parameters<typeof keyResult>[2]>["facts"] = {},
) => keyResult(number, { age, state: "onHold", reason, overdueSince: createdFor(age - 90) }, { facts });

/** A report with all cases: 13 accounts, keys in every state, a plan that waits for an approval, failures. */
export function sample(): Before {
  const bounced = warning(40, {
    to: "cloud-team@example.com",
    as: "fallback",
    delivery: { state: "bounced", on: "2026-11-21", cause: "Permanent/NoEmail" },
  });
  const failed = dueKey(30, 97);
  const done = dueKey(31, 90);
  const waiting = [32, 33, 34].map((number) => dueKey(number, 60 + number));
  const first: KeyResult[] = [
    onHold(
      20,
      480,
      { code: "exemptionUnreadable", found: "please", problem: "malformed" },
      {
        tags: { email: "owner-20@example.com", userType: "employee", exempt: "please" },
        history: { ...emptyHistory, restarts: 6 },
      },
    ),
    onHold(
      21,
      210,
      { code: "nobodyReached", addresses: ["gone@example.com", "cloud-team@example.com"] },
      {
        history: { ...emptyHistory, restarts: 2, notices: [bounced] },
        lastUsed: { state: "never" },
      },
    ),
    onHold(22, 96, { code: "dayNotReached", named: "2026-12-01" }),
    onHold(
      23,
      400,
      { code: "unknownUserType", found: "contractor" },
      {
        tags: { email: "owner-23@example.com", userType: "contractor" },
        otherKey: { accessKeyId: keyId(24), status: "Active", createdOn: createdFor(130) },
      },
    ),
    onHold(24, 130, { code: "restored", until: "2026-12-20", reason: "the batch job still needs it" }),
    failed,
    done,
    ...waiting,
  ];
  const others = Array.from({ length: 11 }, (_, index) =>
    accountResult(index + 2, {
      account: {
        ...account(index + 2),
        name: ["Payments", "Data lake", "Build", "Shop"][index % 4] ?? "",
        path: ["r-a1b2", `ou-a1b2-2222222${index % 3}`],
      },
      results: Array.from({ length: 6 }, (_, key) => {
        const number = 100 + index * 10 + key;
        return key % 3 === 0
          ? keyResult(number, { age: 5 + key * 9 })
          : key % 3 === 1
            ? keyResult(
                number,
                { age: 70 + key + index, state: "notify", reason: { code: "stageDue", day: 70 } },
                { notices: [sentNotice(number)] },
              )
            : keyResult(
                number,
                {
                  age: 300,
                  state: "exempt",
                  reason: {
                    code: "exempt",
                    until: "2027-01-31",
                    owner: "jane@example.com",
                    reason: "moving to roles",
                  },
                },
                {
                  facts: {
                    tags: {
                      email: "jane@example.com",
                      userType: "employee",
                      exempt: "2027-01-31 jane@example.com moving to roles",
                    },
                  },
                },
              );
      }),
    }),
  );
  const fates = planOf([failed, done], "deactivate", account(1).id).keys;
  const awaiting = planOf(waiting, "awaitsApproval", account(1).id).keys;
  return {
    results: [
      accountResult(1, {
        account: { ...account(1), name: "Legacy ERP" },
        results: first,
        rootHasActiveKey: true,
        untagged: { email: 3, userType: 1 },
      }),
      ...others,
    ],
    broken: [{ account: { ...account(99), name: "Sandbox of the research team" } }],
    skipped: [{ id: account(98).id, name: "Closed", path: [], reason: { code: "state", state: "CLOSED" } }],
    plan: { state: "deactivate", keys: [...fates, ...awaiting] },
    deactivated: {
      [account(1).id]: [
        deactivatedResult(done, { notices: [sentNotice(31, { id: { type: "deactivated", number: 1 } })] }),
        failedResult(failed, "AccessDenied: explicit deny in a service control policy"),
      ],
    },
    objects: {
      [`runs/${run.day}/${run.id}/ou-names.json`]:
        '{"ou-a1b2-22222220":"Sales","ou-a1b2-22222221":"Research"}',
      [lastTotalsKey]: JSON.stringify({ runs: [past("2026-10-24", 92.1, 19), past("2026-11-22", 61.4, 7)] }),
    },
    task: { page: builtPage },
  };
}

function past(day: string, percent: number, overdue: number) {
  return {
    run: `daily-${day}`,
    startedAt: `${day}T08:00:00.000Z`,
    day,
    activeKeys: 80,
    compliantPercent: percent,
    overdue,
    overdueWithoutNotice: 0,
    waiting: 0,
    awaitingApproval: 0,
    upcomingNotices: 30,
    upcomingDeactivations: 5,
  };
}

/** The page of a run, as the report function writes it. */
export async function pageOf(before: Before): Promise<string> {
  const made = reporter({ ...before, task: { page: builtPage, ...before.task } });
  await made.reportRun();
  return made.html();
}
