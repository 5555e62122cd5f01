import pMap from "p-map";
import type { DeactivationResult } from "../../statemachine/plan.ts";
import type { EndedRun, TestCloud } from "./test-cloud.ts";

/** Several users of one account, each with one key of day 0. */
export interface Crowd {
  readonly account: string;
  /** Access key IDs by user name. */
  readonly keys: ReadonlyMap<string, string>;
  /** How many of the keys are active. */
  active(): Promise<number>;
}

/** The options that all users of a crowd share. */
export interface CrowdTags {
  readonly email: string;
  readonly UserType?: string;
}

/** Creates users `<name>-0`, `<name>-1`, … with one key each. Employees, unless the tags say otherwise. */
export async function createCrowd(
  cloud: TestCloud,
  account: string,
  size: number,
  tags: CrowdTags,
  name = "user",
): Promise<Crowd> {
  const userNames = Array.from({ length: size }, (_, index) => `${name}-${index}`);
  const entries = await pMap(
    userNames,
    async (userName): Promise<[string, string]> => {
      await cloud.createUser(account, { userName, tags: { UserType: "employee", ...tags } });
      return [userName, await cloud.createKey(account, userName)];
    },
    { concurrency: 8 },
  );
  const keys = new Map(entries);
  return {
    account,
    keys,
    async active() {
      const statuses = await pMap(keys, ([userName, key]) => cloud.keyStatus(account, userName, key), {
        concurrency: 8,
      });
      return statuses.filter((status) => status === "Active").length;
    },
  };
}

/** The access key IDs that a run planned to deactivate, by account. */
export function plannedIn({ planItems }: EndedRun, account: string): string[] {
  return planItems
    .filter((item) => item.account.id === account)
    .flatMap(({ keys }) => keys.map(({ accessKeyId }) => accessKeyId))
    .toSorted();
}

/** The results of a run's planned keys in an account. */
export function outcomesIn({ deactivations }: EndedRun, account: string): DeactivationResult["keys"] {
  return deactivations.get(account)?.keys ?? [];
}

/** The access key IDs that a run deactivated, in all accounts or one. */
export function deactivatedBy({ deactivations }: EndedRun, account?: string): string[] {
  return [...deactivations.values()]
    .filter((result) => account === undefined || result.account.id === account)
    .flatMap(({ keys }) => keys)
    .filter(({ outcome }) => outcome === "deactivated")
    .map(({ accessKeyId }) => accessKeyId)
    .toSorted();
}
