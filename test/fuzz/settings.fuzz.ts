import { expect } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { readSettings } from "../../infra/cdk/settings.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { runBoth } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses } from "../functions/worker/world.ts";
import { clearOrRight, type Fared, isKnownEnd } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";

const written = {
  mode: "enforce",
  organization: { id: "o-curfew1234", managementAccountId: "100000000001" },
  hub: { accountId: "100000000002", region: "eu-central-1" },
  schedule: { time: "09:00", timeZone: "Europe/Berlin", enabled: true },
  mail: {
    sender: "curfew@example.com",
    region: "eu-central-1",
    fallbackContact: "cloud-team@example.com",
    securityContact: "security@example.com",
    help: "the Cloud team",
    allowedDomains: ["example.com"],
  },
  stages: [
    { day: 70, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate" } },
  ],
  minimumNoticeDays: 10,
  overrides: [{ organizationalUnits: ["ou-a1b2-12345678"], mode: "report" }],
  exclude: { accounts: ["100000000003"] },
  maxConcurrency: 4,
};

/** A settings file: the deployment is refused, or a worker can evaluate with these settings. */
export function fuzzSettings(): Promise<Fared> {
  return clearOrRight(mutated(written), "settings.yaml", async (input) => {
    const { policy: read } = readSettings(input, "settings.yaml");
    await evaluateBy(read);
  });
}

/** The policy file beside a bundle. */
export function fuzzPolicyFile(): Promise<Fared> {
  const override = {
    accounts: ["111122223333"],
    organizationalUnits: [],
    mode: "report",
    stages: policy().stages,
  };
  const sample = { ...policy(), overrides: [override] };
  return clearOrRight(mutated(sample), "policy.json", async (input) => {
    await evaluateBy(parse(policySchema, input, "policy.json"));
  });
}

/** With these settings, no key of an unwarned owner is deactivated and no rule throws. */
async function evaluateBy(read: ReturnType<typeof policy>): Promise<void> {
  const world = busyAccount();
  const { evaluated, deactivated } = await runBoth(world, { policy: read });
  expect([evaluated.error, deactivated.error].every(isKnownEnd)).toBe(true);
  expect(evaluated.result?.outcome).toBe("evaluated");
  for (const unwarned of ["dan", "gus", "may"]) expect(statuses(world)[keyIdOf(unwarned)]).toBe("Active");
  // Eve has a new key, and a key whose first warning was sent ten days ago.
  expect(statuses(world)[keyIdOf("eve")]).toBe("Active");
}
