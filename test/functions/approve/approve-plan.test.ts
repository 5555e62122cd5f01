import { expect, it } from "vitest";
import { type ApproveTask, approvePlan } from "../../../functions/approve/approve-plan.ts";
import { planKey } from "../../../functions/domain/run-files.ts";
import { settingsFingerprint } from "../../../functions/runtime/settings-fingerprint.ts";
import type { StoredApproval } from "../../../statemachine/approve.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";

const executionArn = "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one";
const input = { run: "daily-1", day: "2026-11-23", reason: "looked through", approvedBy: "ann" };

const key = (number: number, accessKeyId: string, fate = "awaitsApproval") => ({
  accountId: account(number).id,
  accessKeyId,
  userName: "jane",
  createdOn: "2026-08-20",
  named: "2026-11-20",
  fate,
});

/** A plan of 23 November that waits for an approval. */
function planFile(more: object = {}) {
  return {
    run: {
      id: "daily-1",
      startedAt: "2026-11-23T08:00:00Z",
      day: "2026-11-23",
      mode: "enforce",
      scope: "organization",
      spreadOverDays: 1,
      mailRate: 14,
    },
    organizationId: "o-a1b2c3d4e5",
    settingsFingerprint: settingsFingerprint(policy()),
    accounts: [account(1, { path: ["r-1a2b", "ou-1a2b-sales001"] }), account(2, { path: ["r-1a2b"] })],
    plan: { state: "awaitingApproval", keys: [key(1, "A1"), key(1, "A2"), key(2, "B1")] },
    ...more,
  };
}

/** The answer to an approval on 24 November, and what was recorded. */
async function approve(
  more: object = {},
  {
    file = planFile(),
    today = "2026-11-24",
    existing,
  }: {
    file?: object;
    today?: string;
    existing?: StoredApproval;
  } = {},
) {
  const bucket = memoryBucket();
  bucket.put(planKey("2026-11-23", "daily-1"), file);
  const recorded: StoredApproval[] = [];
  const task: ApproveTask = {
    event: { executionArn, startTime: "2026-11-24T09:00:00Z", input: { ...input, ...more } },
    policy: policy(),
    bucket: "runs",
    organizationId: "o-a1b2c3d4e5",
    utcDay: () => today,
    getText: bucket.getText,
    controls: {
      async putApproval(approval) {
        if (existing !== undefined) return existing;
        recorded.push(approval);
        return approval;
      },
    },
  };
  return { answer: await approvePlan(task), recorded };
}

it("records who approved what, why, and until when", async () => {
  const { answer, recorded } = await approve();

  expect(answer).toEqual({ outcome: "approved", run: "daily-1", keys: 3, expiresOn: "2027-01-23" });
  expect(recorded).toEqual([
    {
      ...input,
      on: "2026-11-24",
      expiresOn: "2027-01-23",
      settingsFingerprint: settingsFingerprint(policy()),
      executionArn,
    },
  ]);
});

it.each([
  { more: { accounts: [account(1).id] }, keys: 2 },
  { more: { organizationalUnits: ["ou-1a2b-sales001"] }, keys: 2 },
  { more: { accounts: [account(2).id], organizationalUnits: ["ou-1a2b-sales001"] }, keys: 3 },
])("approves $keys keys with $more, and records that it is for those only", async ({ more, keys }) => {
  const { answer, recorded } = await approve(more);

  expect(answer).toMatchObject({ outcome: "approved", keys });
  expect(recorded).toMatchObject([more]);
});

it.each([
  {
    what: "an unknown plan",
    more: { run: "daily-9" },
    given: {},
    says: /^there is no plan of a run daily-9 on 2026-11-23/,
  },
  {
    what: "a plan of another Organization",
    more: {},
    given: { file: planFile({ organizationId: "o-other12345" }) },
    says: /^the plan is of the Organization o-other12345/,
  },
  { what: "a plan of eight days ago", more: {}, given: { today: "2026-12-01" }, says: /last seven days$/ },
  {
    what: "a plan of tomorrow",
    more: {},
    given: { today: "2026-11-22" },
    says: /^the plan is of 2026-11-23, and today/,
  },
  {
    what: "a plan with other settings",
    more: {},
    given: { file: planFile({ settingsFingerprint: "other" }) },
    says: /^stages, user types, notice days or limits have changed/,
  },
  {
    what: "an OU of accounts whose OUs are unknown",
    more: { organizationalUnits: ["ou-1a2b-sales001"] },
    given: { file: planFile({ accounts: [account(1), account(2)] }) },
    says: /sales001\. The OU is unknown for 2 of its accounts \(000000000001, 000000000002\): approve these by account$/,
  },
  {
    what: "a plan that needs no approval",
    more: {},
    given: { file: planFile({ plan: { state: "deactivate", keys: [key(1, "A1", "deactivate")] } }) },
    says: /^no key of the plan waits for an approval \(the state of the plan: deactivate\)$/,
  },
  {
    what: "names that match no key",
    more: { accounts: [account(1).id, "999999999999"], organizationalUnits: ["ou-1a2b-none0001"] },
    given: {},
    says: /^no key of the plan waits for an approval in 999999999999, ou-1a2b-none0001$/,
  },
])("refuses $what in its answer, and records nothing", async ({ more, given, says }) => {
  const { answer, recorded } = await approve(more, given);

  expect(answer).toMatchObject({ outcome: "refused", reason: expect.stringMatching(says) });
  expect(recorded).toEqual([]);
});

const stored: StoredApproval = {
  ...input,
  on: "2026-11-23",
  expiresOn: "2027-01-22",
  settingsFingerprint: settingsFingerprint(policy()),
  executionArn: `${executionArn}-other`,
};

it("refuses a second approval of a plan, names the first and says how to approve the rest", async () => {
  expect((await approve({}, { existing: stored })).answer).toMatchObject({
    outcome: "refused",
    reason:
      "the plan was approved on 2026-11-23 already, by ann. If that was only a part of it, approve the rest in the " +
      "plan of the next run",
  });
});

it("gives a retry of the same execution the same answer", async () => {
  const { answer } = await approve({}, { existing: { ...stored, executionArn } });

  expect(answer).toMatchObject({ outcome: "approved", expiresOn: "2027-01-22" });
});

it.each([
  { more: { reason: " " }, says: 'approve input: reason: expected a reason, got " "' },
  { more: { day: "2026-02-30" }, says: "approve input: day: expected a day that exists" },
  { more: { accounts: ["12"] }, says: 'approve input: accounts[0]: expected 12 digits, got "12"' },
  { more: { organizationalUnits: [] }, says: "approve input: organizationalUnits: expected at least one OU" },
  { more: { account: "1" }, says: 'approve input: unknown field "account"' },
])("names the wrong field of the input $more", async ({ more, says }) => {
  await expect(approve(more)).rejects.toThrow(says);
});
