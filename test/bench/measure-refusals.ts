import { AwsError } from "../../infra/sandbox/cloud/aws-error.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { AccountCloud } from "../budgets/account-cloud.ts";
import type { Synthesized } from "./bench-cloud.ts";
import { atMost, type Measured, short } from "./claim.ts";

/**
 * An account with many due keys of which SES refuses every owner: each owner is refused, and the fallback contact gets
 * the notice. Compares eight times as many keys; CPU time, because it depends less on what else the machine does.
 */
export async function measureRefusals(synthesized: Synthesized, keys: number): Promise<Measured> {
  const few = await refused(synthesized, keys);
  const many = await refused(synthesized, 8 * keys);
  return {
    head: ["due keys", "calls", "mails to the fallback contact", "CPU time, times the first"],
    rows: [few, many].map(({ due, calls, mails, cpu }) => [
      short(due),
      short(calls),
      short(mails),
      short(cpu / few.cpu),
    ]),
    claims: [
      atMost("calls for 8 times as many refused notices, times", many.calls / few.calls, 10),
      atMost("CPU time for 8 times as many refused notices, times", many.cpu / few.cpu, 10),
    ],
  };
}

async function refused({ assembly, settings }: Synthesized, keys: number) {
  const account = await AccountCloud.start(assembly, settings, {
    interceptors: [refusesAllBut(settings.mail.fallbackContact)],
  });
  try {
    await account.populate({ users: keys, owners: keys, toWarn: keys }, 0);
    const before = process.cpuUsage();
    const { result, calls, error } = await account.evaluate({ dayOffset: 0 });
    const { user, system } = process.cpuUsage(before);
    if (error !== undefined) throw error;
    const due = (result?.results ?? []).filter(({ notices }) =>
      ["refused", "sent"].every((wanted) => notices.some(({ outcome }) => outcome === wanted)),
    ).length;
    if (due !== keys)
      throw new Error(`${due} of ${keys} keys have a refused owner and a notified fallback contact`);
    return { due, calls: calls.length, mails: account.cloud.mail.outbox().length, cpu: user + system };
  } finally {
    await account.close();
  }
}

/** SES refuses the form of every address but one. */
function refusesAllBut(address: string): Interceptor {
  return {
    async before({ operation, request }) {
      if (operation === "SendEmail" && !request.body.includes(`"${address}"`))
        throw new AwsError("BadRequestException", "Local address contains control or whitespace");
      return undefined;
    },
  };
}
