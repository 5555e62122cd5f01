import { expect, it } from "vitest";
import * as z from "zod/mini";
import {
  propertiesOf,
  type Sections,
  settingsWith,
  synthesizedTemplates,
  templateOf,
} from "../../support/deployment-fixture.ts";

const roleSchema = z.object({
  RoleName: z.string(),
  MaxSessionDuration: z.int(),
  Policies: z.array(
    z.object({
      PolicyDocument: z.object({
        Statement: z.array(
          z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() }),
        ),
      }),
    }),
  ),
});

/** The actions of each member role, by its name. */
function actionsByRole(sections: Sections = {}): Record<string, string[]> {
  const template = templateOf(synthesizedTemplates(settingsWith(sections)), "curfew-member-roles");
  return Object.fromEntries(
    propertiesOf(template, "AWS::IAM::Role").map((properties) => {
      const { RoleName, Policies } = roleSchema.parse(properties);
      const actions = Policies.flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.flatMap(({ Action }) => Action),
      );
      return [RoleName, actions];
    }),
  );
}

const reads = ["iam:ListAccessKeys", "iam:ListUserTags", "iam:GetAccessKeyLastUsed"];
const readRole = ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:ListUsers", ...reads];

it("creates a role that can only read, and one that can also set keys to Active and Inactive", () => {
  expect(actionsByRole()).toEqual({
    "curfew-read": readRole,
    "curfew-deactivate": [...reads, "iam:UpdateAccessKey"],
  });
});

it("creates only the role that reads if the settings say so", () => {
  expect(actionsByRole({ rollout: { method: "manual", roles: "read" } })).toEqual({
    "curfew-read": readRole,
  });
});

it("trusts exact roles of the hub account only, inside the Organization only", () => {
  const template = templateOf(synthesizedTemplates(settingsWith()), "curfew-member-roles");
  const trusts = Object.fromEntries(
    propertiesOf(template, "AWS::IAM::Role").map(({ RoleName, AssumeRolePolicyDocument }) => [
      RoleName,
      Object(AssumeRolePolicyDocument).Statement,
    ]),
  );
  const trust = (...functions: string[]) => {
    const roles = functions.map((name) => `arn:aws:iam::444455556666:role/${name}`);
    return [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: {
          AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":iam::444455556666:root"]] },
        },
        Condition: {
          ArnEquals: { "aws:PrincipalArn": roles },
          StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" },
        },
      },
    ];
  };

  expect(trusts).toEqual({
    "curfew-read": trust("curfew-evaluate-accounts"),
    "curfew-deactivate": trust("curfew-deactivate-keys", "curfew-restore"),
  });
});

it("names the roles as the settings do", () => {
  const names = Object.keys(actionsByRole({ memberRoles: { read: "aud-1", deactivate: "aud-2" } }));

  expect(names).toEqual(["aud-1", "aud-2"]);
});
