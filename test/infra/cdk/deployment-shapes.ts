import {
  byStackSet,
  hubAccountId,
  managementAccountId,
  type Sections,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

/** One way to deploy Curfew. */
export interface DeploymentShape {
  readonly shape: string;
  readonly region: string;
  readonly sections: Sections;
  /** The stacks that it needs beside the hub, the mail stack and the member roles. */
  readonly more: readonly string[];
}

const mail = Object(writtenSettings().mail);

/** Ways to deploy that together cover each choice at least once. */
export const deploymentShapes: readonly DeploymentShape[] = [
  {
    shape: "a delegated administrator with a StackSet and both roles",
    region: "eu-central-1",
    sections: { rollout: byStackSet, mode: "enforce" },
    more: ["curfew-delegation", "curfew-rollout"],
  },
  {
    shape: "the management account, report mode with one role, by hand",
    region: "us-east-1",
    sections: {
      hub: { accountId: managementAccountId, region: "us-east-1" },
      mail: { ...mail, region: "us-east-1" },
      rollout: { method: "manual", roles: "read" },
    },
    more: [],
  },
  {
    shape: "GovCloud, mail in its other Region, a StackSet of a delegated administrator, report mode",
    region: "us-gov-west-1",
    sections: {
      hub: { accountId: hubAccountId, region: "us-gov-west-1" },
      mail: { ...mail, region: "us-gov-east-1" },
      rollout: { ...byStackSet, callAs: "delegatedAdmin", roles: "read" },
    },
    more: ["curfew-delegation", "curfew-rollout"],
  },
  {
    shape: "an opt-in Region, mail in another, and every optional part",
    region: "ap-southeast-4",
    sections: {
      organization: { id: "o-exampleorg1", managementAccountId, delegationPolicy: "existing" },
      hub: {
        accountId: hubAccountId,
        region: "ap-southeast-4",
        permissionsBoundary: `arn:aws:iam::${hubAccountId}:policy/boundary`,
        bootstrapQualifier: "curfew1",
      },
      mail: { ...mail, configurationSet: { existing: "my-set" } },
      memberRoles: { permissionsBoundary: "boundary" },
      rollout: byStackSet,
      operations: { chatTopic: true },
      tags: { team: "cloud" },
    },
    more: ["curfew-rollout"],
  },
];
