import { expect, it } from "vitest";
import { isMailAddress } from "../../functions/domain/mail-address.ts";
import { policy, rules } from "../functions/domain/policy-fixture.ts";
import { postedBy } from "../functions/notices/posted-mail.ts";
import { accessDenied, failing } from "../functions/worker/around.ts";
import { setStatus } from "../functions/worker/memory-account.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { keyIdOf, toldInTime, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");
const due = { keys: [{ age: 90, told: toldInTime(90) }] };

it.each(["email", "EMAIL", "resource_owner"])(
  "one function wrote the owner under a name that the other did not read, so no owner ever got a mail: the tag %s of the settings is the one that counts (c1)",
  async (name) => {
    const tagNames = { ...rules().tagNames, email: name };
    const world = worldOf({
      jane: { email: undefined, moreTags: { [name.toLowerCase()]: "jane@example.com" }, keys: [{ age: 70 }] },
    });

    const [mail] = await postedBy(world, { policy: policy({ tagNames }) });

    expect(mail).toMatchObject({ from: "curfew@example.com", to: ["jane@example.com"] });
  },
);

it.each([
  { what: "is refused", around: failing({ UpdateAccessKey: accessDenied }) },
  { what: "cannot be recorded", around: failing({ [`done ${jane}`]: accessDenied }) },
])(
  "owners were mailed of an action that was denied: a deactivation that $what is announced to nobody (c11)",
  async ({ around }) => {
    const world = worldOf({ jane: due });

    const { result } = await runWorker(world, { around });

    expect(world.outbox).toEqual([]);
    expect(result).toMatchObject({
      outcome: "incomplete",
      results: [{ deactivation: { outcome: "failed" } }],
    });
  },
);

it("a deactivation that took no effect was announced and counted: the key is read back first (c11)", async () => {
  const world = worldOf({ jane: due });

  const { result } = await runWorker(world, {
    around: async (call, effect) => {
      const answer = effect();
      if (call.startsWith("UpdateAccessKey")) setStatus(world.users, "jane", jane, "Active");
      return answer;
    },
  });

  expect(world.outbox).toEqual([]);
  expect(result?.results[0]?.deactivation?.outcome).toBe("failed");
});

it.each(["first+aws@example.com", "o'neil@example.com", "a_@example.com", "x@a-b.sub.example.com"])(
  "valid addresses were refused and their owners never told: %s is one (c16)",
  async (email) => {
    const world = worldOf({ jane: { email, keys: [{ age: 70 }] } });

    await runWorker(world);

    expect(isMailAddress(email)).toBe(true);
    expect(world.outbox.map(({ to }) => to)).toEqual([email]);
  },
);

it.each<{ age: number; told: Record<string, number>; says: string }>([
  {
    age: 70,
    told: {},
    says: "Today is the 70th day of your access keys. Please rotate your access key before it turns 90 days.",
  },
  {
    age: 81,
    told: { "day-70": 11 },
    says: "Today is the 81st day of your access keys. Please rotate your access key before it turns 90 days.",
  },
  {
    age: 92,
    told: {},
    says: "Today is the 92nd day of your access keys. This is the last warning: the key will be switched off on 3 December 2026",
  },
])(
  'a warning said that something "has been" done, with the name of the stage for a verb: on day $age it is a sentence, and true (c17)',
  async ({ age, told, says }) => {
    const [mail] = await postedBy(worldOf({ jane: { keys: [{ age, told }] } }));

    expect(mail?.text).toContain(says);
    for (const part of [mail?.subject, mail?.text]) expect(part).not.toMatch(/has been|deactivated/);
  },
);

it("a mail said a key had been disabled in a run that disables nothing: only a key that is off is said to be off (c17)", async () => {
  const world = worldOf({ jane: due });

  expect(await postedBy(world, { mode: "report" })).toEqual([]);
  const [mail] = await postedBy(world);

  expect(mail?.text).toContain(
    "Today is the 90th day of your access keys and your key has been deactivated.",
  );
  expect(mail?.subject).toMatch(/^Access key …ANE0 of jane has been deactivated/);
});

it("tag values and names went into the HTML as they were: what looks like a tag is shown, not obeyed (c25)", async () => {
  const world = worldOf({
    jane: { moreTags: { [jane]: "<img src=x onerror=alert(1)>" }, keys: [{ age: 70 }] },
  });

  const [mail] = await postedBy(world, { account: { name: "<script>Sales</script>" } });

  expect(mail?.html).toContain("&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;");
  expect(mail?.html).toContain("&lt;script&gt;Sales&lt;&#x2F;script&gt;");
  expect(mail?.html).not.toMatch(/<img|<script/);
});
