import { expect } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { readSettings } from "../../infra/cdk/settings.ts";
import { policySchema } from "../../statemachine/policy.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { statuses } from "../functions/worker/world.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
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

/** A settings file: either the deployment is refused, or a worker can judge by what came of it. */
export function fuzzSettings(runs: number): Promise<Fared> {
  return clearOrRight(mutated(written), runs, "settings.yaml", async (input) => {
    const { policy: read } = readSettings(input, "settings.yaml");
    await judgeBy(read);
  });
}

/** The file beside a bundle. */
export function fuzzPolicyFile(runs: number): Promise<Fared> {
  const override = {
    accounts: ["111122223333"],
    organizationalUnits: [],
    mode: "report",
    stages: policy().stages,
  };
  const sample = { ...policy(), overrides: [override] };
  return clearOrRight(mutated(sample), runs, "policy.json", async (input) => {
    await judgeBy(parse(policySchema, input, "policy.json"));
  });
}

/** Nothing may be switched off by it of which nobody was told, and no rule may give up. */
async function judgeBy(read: ReturnType<typeof policy>): Promise<void> {
  const world = busyAccount();
  const before = statuses(world);
  const { result, error } = await runWorker(world, { policy: read });
  expect(error).toBeUndefined();
  expect(result?.outcome).toBe("enforced");
  // Dan, of whom nothing is remembered.
  expect(statuses(world).AKIAEXAMPLEDAN0).toBe(before.AKIAEXAMPLEDAN0);
}
