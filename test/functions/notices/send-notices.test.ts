import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { today } from "../domain/key-fixture.ts";
import { failing, losingAnswers, throttled } from "../worker/around.ts";
import { runWorker } from "../worker/run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, worldOf } from "../worker/world.ts";

capturedLog();
const fallback = "cloud-team@example.com";
const jane = keyIdOf("jane");

it("sends one mail a recipient about all keys it is about", async () => {
  const world = worldOf({
    jane: { keys: [{ age: 70 }, { age: 90, told: toldInTime(90) }] },
    ci: { userType: "machine", email: "jane@example.com", keys: [{ age: 120 }] },
    joe: { keys: [{ age: 80, told: { "day-70": 10 } }] },
  });

  await runWorker(world);

  expect(
    world.outbox.map(({ to, notices }) => ({ to, keys: notices.map((notice) => notice.accessKeyId) })),
  ).toEqual([
    { to: "jane@example.com", keys: [keyIdOf("ci"), keyIdOf("jane", 0), keyIdOf("jane", 1)] },
    { to: "joe@example.com", keys: [keyIdOf("joe")] },
  ]);
});

it("lets no recipient see another's address or keys", async () => {
  const world = worldOf({
    jane: { email: "jane@example.com ann@example.com", keys: [{ age: 70 }] },
    joe: { keys: [{ age: 70 }] },
  });

  await runWorker(world);

  expect(world.outbox.map(({ to }) => to)).toEqual([
    "ann@example.com",
    "jane@example.com",
    "joe@example.com",
  ]);
  for (const mail of world.outbox) {
    const others = ["ann", "jane", "joe"]
      .map((name) => `${name}@`)
      .filter((name) => !mail.to.startsWith(name));
    for (const other of others) expect(JSON.stringify(mail)).not.toContain(other);
  }
  expect(JSON.stringify(world.outbox[2])).not.toContain(jane);
});

it.each([
  { email: undefined, why: "it has no email tag" },
  { email: "ask reception", why: "an address in its email tag is malformed" },
  { email: "jo@other-company.test", why: "an address in its email tag is outside the allowed domains" },
])("tells the fallback contact and why, where the email tag is $email", async ({ email, why }) => {
  const world = worldOf({ jane: { email, keys: [{ age: 70 }] } });

  await runWorker(world);

  expect(world.outbox).toMatchObject([{ to: fallback, notices: [{ fallbackReason: why }] }]);
});

it("tells an owner with one good and one bad address nothing about being a fallback contact", async () => {
  const world = worldOf({ jane: { email: "jane@example.com nobody", keys: [{ age: 70 }] } });

  await runWorker(world);

  expect(world.outbox.map(({ to, notices }) => [to, notices[0]?.fallbackReason])).toEqual([
    [fallback, "an address in its email tag is malformed"],
    ["jane@example.com", undefined],
  ]);
});

it("tells the fallback contact once of an address the mail service refuses, not again every day", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });
  const mailFails = { "jane@example.com": "rejected" } as const;

  const first = await runWorker(world, { mailFails });
  const second = await runWorker(world, { mailFails, daysLater: 1 });

  expect(first.error).toBeUndefined();
  expect(first.result?.results[0]?.notices).toMatchObject([
    { to: "jane@example.com", outcome: "failed", error: "Error: mail service: rejected" },
    { to: fallback, outcome: "sent" },
  ]);
  expect(world.outbox).toMatchObject([
    { to: fallback, notices: [{ fallbackReason: "the mail service refused the address in its email tag" }] },
  ]);
  expect(second).toMatchObject({
    error: undefined,
    result: { results: [{ decision: { verdict: "told" } }] },
  });
});

it("does not tell the fallback contact again what an earlier attempt told it before it died", async () => {
  const sent = { id: "day-70", to: fallback, on: today, run: `daily-${today}` };
  const world = worldOf({ jane: { keys: [{ age: 70, history: { notices: [sent] } }] } });

  const { result, error } = await runWorker(world, { mailFails: { "jane@example.com": "rejected" } });

  expect(error).toBeUndefined();
  expect(world.outbox).toEqual([]);
  expect(result?.results[0]?.notices).toMatchObject([
    { to: fallback, outcome: "sent" },
    { to: "jane@example.com", outcome: "failed" },
  ]);
});

it("tries a refused address again at the next stage", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });
  await runWorker(world, { mailFails: { "jane@example.com": "rejected" } });

  await runWorker(world, { daysLater: 10 });

  expect(mailed(world)).toEqual([`${fallback}: warning ${jane}`, `jane@example.com: warning ${jane}`]);
});

it("tells the fallback contact once though both of a user's addresses are refused", async () => {
  const world = worldOf({ jane: { email: "jane@example.com ann@example.com", keys: [{ age: 70 }] } });

  await runWorker(world, { mailFails: { "jane@example.com": "rejected", "ann@example.com": "rejected" } });

  expect(mailed(world)).toEqual([`${fallback}: warning ${jane}`]);
});

it("goes on trying owner and fallback contact while the mail service refuses both", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });
  await runWorker(world, { mailFails: { "jane@example.com": "rejected", [fallback]: "rejected" } });
  expect(world.outbox).toEqual([]);

  await runWorker(world, { daysLater: 1 });

  expect(mailed(world)).toEqual([`jane@example.com: warning ${jane}`]);
});

it.each(["dailyQuota", "senderUnusable", "rateExceeded"] as const)(
  "sends no further mail after %s, names it, and sends the rest in the next run",
  async (failure) => {
    const world = worldOf({
      ann: { keys: [{ age: 70 }] },
      jane: { keys: [{ age: 70 }] },
      joe: { keys: [{ age: 70 }] },
    });

    const { result, error } = await runWorker(world, { mailFails: { "jane@example.com": failure } });

    expect(world.outbox.map(({ to }) => to)).toEqual(["ann@example.com"]);
    expect(result).toMatchObject({ outcome: "incomplete", reason: `mail stopped: ${failure}` });
    expect(error).toMatchObject({ name: failure === "rateExceeded" ? "Interrupted" : "AccountUnreached" });
    await runWorker(world, { daysLater: 1 });
    expect(world.outbox.map(({ to }) => to)).toEqual([
      "ann@example.com",
      "jane@example.com",
      "joe@example.com",
    ]);
  },
);

it("withholds a deactivation while no warning of it could be sent, however old the key", async () => {
  const world = worldOf({ jane: { keys: [{ age: 65 }] } });
  for (let day = 0; day < 60; day += 1)
    await runWorker(world, { daysLater: day, mailFails: { "jane@example.com": "dailyQuota" } });
  expect(statuses(world)).toEqual({ [jane]: "Active" });

  await runWorker(world, { daysLater: 60 });

  expect(world.outbox).toMatchObject([{ notices: [{ kind: "finalWarning", switchOffOn: "2027-02-01" }] }]);
  await runWorker(world, { daysLater: 69 });
  expect(statuses(world)).toEqual({ [jane]: "Active" });
  await runWorker(world, { daysLater: 70 });
  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
});

it("announces a deactivation in the next run whose mail the quota did not allow", async () => {
  const world = worldOf({
    jane: { email: "jane@example.com joe@example.com", keys: [{ age: 90, told: toldInTime(90) }] },
  });
  await runWorker(world, { mailFails: { "jane@example.com": "dailyQuota" } });
  await runWorker(world, { daysLater: 1, mailFails: { "joe@example.com": "dailyQuota" } });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);

  await runWorker(world, { daysLater: 2 });

  expect(mailed(world)).toEqual([
    `jane@example.com: deactivated ${jane}`,
    `joe@example.com: deactivated ${jane}`,
  ]);
  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
});

it("sends again only once the claim is stale, where it is unknown whether the mail left", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });
  const { error } = await runWorker(world, { mailFails: { "jane@example.com": "unknownOutcome" } });
  expect(error).toMatchObject({ name: "NoticesInFlight" });

  const soon = await runWorker(world);
  expect(soon.error).toMatchObject({ name: "NoticesInFlight" });
  expect(world.outbox).toEqual([]);

  world.now += 100_000;
  await runWorker(world);
  expect(mailed(world)).toEqual([`jane@example.com: warning ${jane}`]);
});

it("sends a mail twice at most when its confirmation fails, and confirms its other notices", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }, { age: 80, told: { "day-70": 10 } }] } });

  const { result, error } = await runWorker(world, { around: failing({ [`confirm ${jane}`]: throttled }) });

  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result?.results.map(({ notices }) => notices[0]?.outcome)).toEqual(["inFlight", "sent"]);
  world.now += 100_000;
  await runWorker(world);
  await runWorker(world);
  expect(world.outbox.map(({ notices }) => notices.length)).toEqual([2, 1]);
});

it("sends nothing where a claim's answer is lost, and sends once when it comes back", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 70 }] } });

  const { error } = await runWorker(world, { around: losingAnswers({ [`claim ${jane}`]: throttled }) });

  expect(error).toMatchObject({ name: "Interrupted" });
  expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com"]);
  world.now += 100_000;
  await runWorker(world);
  expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com", "jane@example.com"]);
});

it("gives the notice back and names the account incomplete where a template cannot be rendered", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 70 }] } });

  const { result, error } = await runWorker(world, { mailFails: { "jane@example.com": "notComposed" } });

  expect(error).toMatchObject({ name: "AccountUnreached" });
  expect(result?.reason).toContain("a notice is in doubt: Error: mail service: notComposed");
  expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com"]);
  await runWorker(world, { daysLater: 1 });
  expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com", "jane@example.com"]);
});
