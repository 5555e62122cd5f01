import { expect, it } from "vitest";
import { isMailAddress } from "../../functions/domain/mail-address.ts";
import { policy, rules } from "../functions/domain/policy-fixture.ts";
import { postedBy } from "../functions/notices/posted-mail.ts";
import { accessDenied, failing } from "../functions/worker/around.ts";
import { setStatus } from "../functions/worker/memory-account.ts";
import { runBoth, runEvaluate } from "../functions/worker/run-worker.ts";
import { type KeyWish, keyIdOf, warned, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");
const due = { keys: [{ age: 90, notified: warned }] };

it.each(["email", "EMAIL", "resource_owner"])(
  "mails the owner in the tag %s that the settings name; one function of a peer wrote another tag than the next one read (c1)",
  async (name) => {
    const tagNames = { ...rules().tagNames, email: name };
    const world = worldOf({
      jane: { email: undefined, moreTags: { [name.toLowerCase()]: "jane@example.com" }, keys: [{ age: 70 }] },
    });

    const [mail] = await postedBy(world, { policy: policy({ tagNames }) });

    expect(mail).toMatchObject({ from: '"Curfew" <curfew@example.com>', to: ["jane@example.com"] });
  },
);

it.each([
  { what: "IAM denies", around: failing({ UpdateAccessKey: accessDenied }) },
  { what: "the ledger does not record", around: failing({ [`complete ${jane}`]: accessDenied }) },
])(
  "sends no mail about a deactivation that $what; a peer mailed first and acted later (c11)",
  async ({ around }) => {
    const world = worldOf({ jane: due });

    const { deactivated } = await runBoth(world, { around });

    expect(world.outbox).toEqual([]);
    expect(deactivated.result?.keys).toMatchObject([{ outcome: "notDeactivated", why: { code: "failed" } }]);
  },
);

it("sends no mail about a deactivation that had no effect; a peer counted it without reading it back (c11)", async () => {
  const world = worldOf({ jane: due });

  const { deactivated } = await runBoth(world, {
    around: async (call, effect) => {
      const answer = effect();
      if (call.startsWith("UpdateAccessKey")) setStatus(world.users, "jane", jane, "Active");
      return answer;
    },
  });

  expect(world.outbox).toEqual([]);
  expect(deactivated.result?.keys).toMatchObject([{ outcome: "notDeactivated" }]);
});

it.each(["first+aws@example.com", "o'neil@example.com", "a_@example.com", "x@a-b.sub.example.com"])(
  "mails the valid address %s, which a peer refused (c16)",
  async (email) => {
    const world = worldOf({ jane: { email, keys: [{ age: 70 }] } });

    await runEvaluate(world);

    expect(isMailAddress(email)).toBe(true);
    expect(world.outbox.map(({ to }) => to)).toEqual([email]);
  },
);

it.each<KeyWish & { what: string }>([
  { what: "the warning of day 70", age: 70 },
  { what: "the warning of day 80", age: 81, notified: [70] },
  { what: "the final warning", age: 92 },
])(
  "says in $what what will happen, not that it has happened; a peer wrote 'has been Warning' (c17)",
  async ({ age, notified = [] }) => {
    const [mail] = await postedBy(worldOf({ jane: { keys: [{ age, notified }] } }));

    expect(mail?.text).toContain("stops working on or after");
    for (const part of [mail?.subject, mail?.text, mail?.html])
      expect(part).not.toMatch(/(has|have) been (de)?/);
  },
);

it("says that a key has been deactivated only if it is Inactive; a peer said it in runs that changed nothing (c17)", async () => {
  const world = worldOf({ jane: due });

  expect(await postedBy(world, { mode: "report" })).toEqual([]);
  const [mail] = await postedBy(world);

  expect(mail?.text).toContain("has been deactivated");
  expect(mail?.subject).toContain("deactivated");
});

it("escapes tag values and names in HTML; a peer did not (c25)", async () => {
  const world = worldOf({
    jane: { moreTags: { [jane]: "<img src=x onerror=alert(1)>" }, keys: [{ age: 70 }] },
  });

  const [mail] = await postedBy(world, { account: { name: "<script>Sales</script>" } });

  expect(mail?.html).toContain("&lt;script&gt;Sales");
  expect(mail?.html).toContain("img src");
  expect(mail?.html).not.toMatch(/<img|<script/);
});
