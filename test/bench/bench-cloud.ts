import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../functions/runtime/system-clock.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import {
  type EmbeddedCloud,
  type EmbeddedCloudProps,
  startEmbeddedCloud,
} from "../../infra/sandbox/embedded-cloud.ts";
import type { InProcessInvocation } from "../../infra/sandbox/services/lambda/functions.ts";
import { inProcessCurfew } from "../support/in-process-curfew.ts";

/** What is synthesized once for all parts. */
export interface Synthesized {
  readonly settings: Settings;
  readonly assembly: string;
}

/** What a part of the bench runs on. */
export interface BenchCloud {
  readonly cloud: EmbeddedCloud;
  readonly hub: Deployment;
  readonly clock: BenchClock;
  readonly memberIds: readonly string[];
}

/** A clock whose time passes faster than real time, and that can be moved on by days. */
export interface BenchClock extends Clock {
  moveDays(days: number): void;
}

/** The options of a bench cloud. */
export interface BenchCloudOptions {
  readonly members: number;
  /** How many times faster than real time the functions and all rates run. @default 1 */
  readonly timeScale?: number;
  /** Whether functions run in this process, so that they see the cloud's time. */
  readonly inProcess: boolean;
  /** Whether the members have the member roles. Deploying them to 50,000 accounts takes a while. @default true */
  readonly withRoles?: boolean;
  /** The timeout of functions that do not run in this process. @default the deployed one */
  readonly timeoutSeconds?: number;
  readonly props?: Partial<EmbeddedCloudProps>;
}

/** Starts an embedded cloud with Curfew and this many accounts, not counting hub and management account. */
export async function startBenchCloud(
  { settings, assembly }: Synthesized,
  { members, timeScale = 1, inProcess, withRoles = true, timeoutSeconds, props = {} }: BenchCloudOptions,
): Promise<BenchCloud> {
  const { hub: hubSettings, organization } = settings;
  const clock = benchClock(timeScale);
  const memberIds = Array.from({ length: members }, (_, index) => String(200_000_000_001 + index));
  const owners = [organization.managementAccountId, hubSettings.accountId];
  const joinedAt = new Date("2024-06-08");
  const account = (id: string, parentId: string) =>
    ({ id, name: `Account ${id.slice(-6)}`, parentId, state: "ACTIVE", joinedAt }) as const;
  let run: Awaited<ReturnType<typeof inProcessCurfew>> | undefined;
  const cloud = await startEmbeddedCloud({
    clock,
    organization: {
      id: organization.id,
      rootId: "r-benc",
      managementAccountId: organization.managementAccountId,
      delegatedAdministrators: [hubSettings.accountId],
      organizationalUnits: [
        { id: "ou-benc-workloads", name: "Workloads", parentId: "r-benc" },
        { id: "ou-benc-production", name: "Production", parentId: "ou-benc-workloads" },
      ],
      accounts: [
        ...owners.map((id) => account(id, "r-benc")),
        ...memberIds.map((id) => account(id, "ou-benc-production")),
      ],
    },
    rates: timeScale === 1 ? "none" : { timeScale },
    retryScale: 1 / timeScale,
    ...props,
    functions: {
      maxEnvironments: settings.maxConcurrency,
      ...(timeoutSeconds === undefined ? {} : { timeoutSecondsOf: () => timeoutSeconds }),
      ...(inProcess ? { runInProcess: (invocation: InProcessInvocation) => run?.(invocation) } : {}),
    },
  });
  const hub = await deployStacks(cloud, assembly, settings, [...owners, ...(withRoles ? memberIds : [])]);
  if (inProcess) run = await inProcessCurfew({ cloud, hub, settings, clock });
  return { cloud, hub, clock, memberIds };
}

/** It starts at noon of a fixed day, so that no run crosses midnight. */
function benchClock(timeScale: number): BenchClock {
  const startedAt = performance.now();
  let start = Date.parse("2027-03-01T12:00:00Z");
  return {
    now: () => new Date(start + Math.round((performance.now() - startedAt) * timeScale)),
    pause: (milliseconds) => wait(milliseconds / timeScale),
    moveDays(days) {
      start += days * 86_400_000;
    },
  };
}
