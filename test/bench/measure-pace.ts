import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { AccountCloud } from "../budgets/account-cloud.ts";
import type { Synthesized } from "./bench-cloud.ts";
import { atMost, type Measured, short } from "./claim.ts";

const callsPerSecond = 10;

/** The first run over an account whose IAM takes ten calls a second. */
export async function measurePace({ assembly, settings }: Synthesized, users: number): Promise<Measured> {
  const account = await AccountCloud.start(assembly, settings, { interceptors: [latency({ iam: 25 })] });
  try {
    await account.populate({ users, owners: users }, 0);
    account.cloud.throttle.setLimit({ service: "iam" }, { rate: callsPerSecond, burst: callsPerSecond });
    const { result, calls } = await account.evaluate({ dayOffset: 0 });
    const iam = calls.filter(({ service }) => service === "iam");
    const refused = iam.filter(({ errorCode }) => errorCode === "Throttling");
    return {
      head: ["users", "IAM calls", "refused", "outcome"],
      rows: [[short(users), short(iam.length), short(refused.length), result?.outcome ?? "none"]],
      claims: [
        atMost("throttled account: refused calls, share", refused.length / iam.length, 0.05),
        {
          claim: "throttled account: it is evaluated",
          found: result?.outcome ?? "none",
          holds: result?.outcome === "evaluated",
        },
      ],
    };
  } finally {
    await account.close();
  }
}
