import type { Environment } from "aws-cdk-lib/cx-api";
import { runModeFor } from "../../functions/domain/run-mode.ts";
import { names } from "./names.ts";
import type { Settings } from "./settings.ts";

/** A stack that was written, and where it is deployed. */
interface WrittenStack {
  readonly stackName: string;
  readonly environment: Pick<Environment, "account" | "region">;
}

/** In the order of deployment. */
const order: readonly string[] = [
  names.delegationStack,
  names.rolloutStack,
  names.memberRolesStack,
  names.mailStack,
  names.hubStack,
];

/** What `npm run synth` prints: each stack that it wrote, with the account and the Region that it goes to. */
export function writtenStacks(settings: Settings, output: string, stacks: readonly WrittenStack[]): string {
  const rank = ({ stackName }: WrittenStack) => order.indexOf(stackName);
  const lines = stacks
    .toSorted((one, other) => rank(one) - rank(other))
    .map((stack) => `  ${stack.stackName.padEnd(21)}${placeOf(stack, settings)}`);
  return [`${output}: ${stacks.length} stacks, ${runModeFor(settings.policy, false)} mode`, ...lines].join(
    "\n",
  );
}

function placeOf({ stackName, environment: { account, region } }: WrittenStack, settings: Settings): string {
  const { organization, rollout } = settings;
  if (stackName === names.memberRolesStack)
    return rollout.method === "manual"
      ? "every account"
      : `${organization.managementAccountId}, unless the settings exclude it`;
  return account === "unknown-account" ? "the delegated administrator of StackSets" : `${account}, ${region}`;
}
