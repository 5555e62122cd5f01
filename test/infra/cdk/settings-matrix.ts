import {
  byStackSet,
  hubAccountId,
  managementAccountId,
  type Sections,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

/** One combination of settings, and the sections of the settings file that make it. */
export interface Combination {
  readonly name: string;
  readonly sections: Sections;
}

const hubs = [
  { is: "delegated administrator", management: managementAccountId },
  // The other account changes, so that the hub's templates stay the same and are checked once.
  { is: "management account", management: hubAccountId },
];
const rollouts = [
  { by: "hand", rollout: { method: "manual" } },
  { by: "StackSet", rollout: { ...byStackSet, callAs: "self" } },
  { by: "StackSet of a delegated administrator", rollout: { ...byStackSet, callAs: "delegatedAdmin" } },
];
const duties = [
  { does: "report only", mode: "report", roles: "read" },
  { does: "both roles", mode: "enforce", roles: "both" },
];
const places = [
  { partition: "aws", region: "eu-central-1", other: "us-east-1" },
  // An opt-in Region. The stacks of the management account are then in us-east-1.
  { partition: "aws", region: "eu-central-2", other: "eu-west-1" },
  { partition: "aws-us-gov", region: "us-gov-west-1", other: "us-gov-east-1" },
];
const mails = ["in the hub's Region", "in another Region"];
const boundaries = ["no boundary", "a permissions boundary"];
const configurationSets = [
  { set: "Curfew's configuration set", configurationSet: "create" },
  { set: "your configuration set", configurationSet: { existing: "my-set" } },
];

/** Every combination of what decides how Curfew is deployed. */
export const settingsMatrix: readonly Combination[] = hubs.flatMap(({ is, management }) =>
  rollouts.flatMap(({ by, rollout }) =>
    duties.flatMap(({ does, mode, roles }) =>
      places.flatMap(({ partition, region, other }) =>
        mails.flatMap((mail) =>
          boundaries.flatMap((boundary) =>
            configurationSets.map(({ set, configurationSet }) => ({
              name: [is, by, does, region, `mail ${mail}`, boundary, set].join(", "),
              sections: {
                mode,
                organization: { id: "o-exampleorg1", managementAccountId: management },
                hub: { accountId: hubAccountId, region, ...hubBoundary(boundary, partition) },
                mail: {
                  ...Object(writtenSettings().mail),
                  region: mail === "in another Region" ? other : region,
                  configurationSet,
                },
                memberRoles: boundary === "no boundary" ? {} : { permissionsBoundary: "boundary" },
                rollout: { ...rollout, roles },
              },
            })),
          ),
        ),
      ),
    ),
  ),
);

function hubBoundary(boundary: string, partition: string) {
  return boundary === "no boundary"
    ? {}
    : { permissionsBoundary: `arn:${partition}:iam::${hubAccountId}:policy/boundary` };
}
