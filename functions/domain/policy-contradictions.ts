import { addDays, type Day } from "./calendar-day.ts";
import { firstOpenDay, isOpen, longestClosure } from "./change-window.ts";
import { deliveryForgottenAfterDays } from "./may-deactivate.ts";
import type { ChangeWindow, Policy, Stage } from "./policy.ts";

/** A contradiction in the policy, by the path of its field. */
export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All contradictions in a policy whose fields are each valid. */
export function policyContradictions(policy: Policy): Contradiction[] {
  const userTypes = Object.keys(policy.userTypes);
  return [
    ...stageContradictions(policy.stages, userTypes, ["stages"]),
    ...policy.overrides.flatMap(({ stages }, index) =>
      stages === undefined ? [] : stageContradictions(stages, userTypes, ["overrides", index, "stages"]),
    ),
    ...overrideContradictions(policy),
    ...tagValueContradictions(policy),
    ...tagNameContradictions(policy),
    ...noticeContradictions(policy),
    ...windowContradictions(policy),
  ];
}

function stageContradictions(
  stages: readonly Stage[],
  userTypes: readonly string[],
  path: readonly (string | number)[],
): Contradiction[] {
  const found: Contradiction[] = [];
  stages.forEach((stage, index) => {
    const previous = stages[index - 1];
    if (previous !== undefined && previous.day >= stage.day)
      found.push({
        path: [...path, index, "day"],
        message: `expected a day after ${previous.day}`,
      });
    for (const [userType, action] of Object.entries(stage.actions)) {
      const at = [...path, index, "actions", userType];
      const before = stages.slice(0, index).filter((other) => other.actions[userType] !== undefined);
      const earlier = before.map((other) => other.actions[userType]);
      const gap = stage.day - (before.at(-1)?.day ?? stage.day);
      if (!userTypes.includes(userType))
        found.push({ path: at, message: `expected one of the user types ${userTypes.join(", ")}` });
      if (action === "deactivate" && !earlier.includes("notify"))
        found.push({
          path: at,
          message: "deactivation before the first notice: add an earlier stage that notifies",
        });
      if (action === "deactivate" && gap >= deliveryForgottenAfterDays)
        found.push({
          path: at,
          message: `the report about the last notice expires before: add a stage that notifies less than ${deliveryForgottenAfterDays} days earlier`,
        });
      if (earlier.includes("deactivate"))
        found.push({ path: at, message: "nothing can be due after deactivation: remove this action" });
    }
  });
  // Keys of such users would get no notice and be in no report.
  for (const userType of userTypes)
    if (!stages.some(({ actions }) => actions[userType] !== undefined))
      found.push({
        path,
        message: `no stage has an action for the user type ${userType}: add one, or remove it from userTypes`,
      });
  return found;
}

function overrideContradictions({ overrides, exclude }: Policy): Contradiction[] {
  return overrides.flatMap((override, index) => {
    const path = ["overrides", index];
    const found: Contradiction[] = [];
    if (override.accounts.length + override.organizationalUnits.length === 0)
      found.push({ path, message: "expected at least one account or organizational unit" });
    if (override.mode === undefined && override.stages === undefined && override.contacts === undefined)
      found.push({ path, message: "expected mode, stages or contacts to override" });
    for (const ou of override.organizationalUnits.filter((id) => exclude.organizationalUnits.includes(id)))
      found.push({
        path: [...path, "organizationalUnits"],
        message: `${ou} is excluded, so nothing can override it`,
      });
    for (const id of override.accounts.filter((account) => exclude.accounts.includes(account)))
      found.push({ path: [...path, "accounts"], message: `${id} is excluded, so nothing can override it` });
    return found;
  });
}

function tagValueContradictions({ userTypes }: Policy): Contradiction[] {
  const owners = new Map<string, string>();
  return Object.entries(userTypes).flatMap(([userType, { tagValues }]) =>
    tagValues.flatMap((value) => {
      const owner = owners.get(value.toLowerCase());
      owners.set(value.toLowerCase(), userType);
      if (owner === undefined || owner === userType) return [];
      const path = ["userTypes", userType, "tagValues"];
      return [{ path, message: `"${value}" is already a tag value of ${owner}` }];
    }),
  );
}

function tagNameContradictions({ tagNames }: Policy): Contradiction[] {
  const names = Object.values(tagNames).map((name: string) => name.toLowerCase());
  return new Set(names).size === names.length
    ? []
    : [{ path: ["tagNames"], message: "expected three different tag keys (IAM ignores their case)" }];
}

/** A warning that must be older than its delivery report would never count, and be sent again and again. */
function noticeContradictions({ minimumNoticeDays }: Policy): Contradiction[] {
  if (minimumNoticeDays < deliveryForgottenAfterDays) return [];
  const message = `expected less than ${deliveryForgottenAfterDays} days: then the report about the delivery expires`;
  return [{ path: ["minimumNoticeDays"], message }];
}

/** Checks every closure that contains a range of dates. Closed weekdays alone never last that long. */
function windowContradictions({ changeWindow }: Policy): Contradiction[] {
  return changeWindow.closed.flatMap(({ from }, index) => {
    try {
      firstOpenDay(firstClosedDay(from, changeWindow), changeWindow);
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message = `the change window stays closed for more than ${longestClosure} days from ${from} on`;
      return [{ path: ["changeWindow", "closed", index], message }];
    }
  });
}

/** The first of the closed weekdays right before a day. */
function firstClosedDay(from: Day, window: ChangeWindow): Day {
  let first = from;
  for (let days = 0; days < 6 && !isOpen(addDays(first, -1), window); days += 1) first = addDays(first, -1);
  return first;
}
