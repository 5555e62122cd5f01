import { App, Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import {
  DefinitionBody,
  DistributedMap,
  Pass,
  S3JsonItemReader,
  StateMachine,
} from "aws-cdk-lib/aws-stepfunctions";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import { childrenOf, definitionOf } from "../../statemachine/state-machine.ts";
import {
  settingsWith,
  synthesizedTemplates,
  templateOf,
  temporaryDirectory,
} from "../../support/deployment-fixture.ts";
import { actionsOf, type Statement, statementsByRole } from "./template-policies.ts";

let roles: Map<string, Statement[]>;
beforeAll(() => {
  roles = statementsByRole(templateOf(synthesizedTemplates(settingsWith()), "curfew-hub"));
});

const policiesSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Properties: z.looseObject({
        PolicyDocument: z.optional(
          z.object({
            Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
          }),
        ),
      }),
    }),
  ),
});

/** The actions that the CDK grants a state machine of its own with one Distributed Map. */
function grantedByCdk(): string[] {
  const app = new App({ analyticsReporting: false, outdir: temporaryDirectory() });
  const stack = new Stack(app, "Stack");
  const bucket = Bucket.fromBucketName(stack, "Bucket", "items");
  const map = new DistributedMap(stack, "Map", {
    itemReader: new S3JsonItemReader({ bucket, key: "items.json" }),
  });
  map.itemProcessor(new Pass(stack, "Child"));
  new StateMachine(stack, "Machine", { definitionBody: DefinitionBody.fromChainable(map) });
  const { Resources } = policiesSchema.parse(app.synth().getStackByName("Stack").template);
  const statements = Object.values(Resources).flatMap(
    ({ Properties }) => Properties.PolicyDocument?.Statement ?? [],
  );
  return [...new Set(statements.flatMap(({ Action }) => Action))];
}

const states = "arn:aws:states:eu-central-1:444455556666";

it.each([
  ["curfew-state-machine", "curfew", "daily"],
  ["curfew-restore-state-machine", "curfew-restore", "restore"],
] as const)(
  "lets %s do with its Maps what the CDK's own Distributed Map may do",
  (role, machine, definition) => {
    const statements = roles.get(role) ?? [];
    const onlyOf = (action: string) =>
      statements.filter(({ Action }) => [Action].flat().includes(action)).flatMap(({ Resource }) => Resource);
    const labels = [...childrenOf(definitionOf(definition)).keys()];
    const granted = grantedByCdk();

    expect(granted).toContain("states:RedriveExecution");
    expect(actionsOf(statements)).toEqual(expect.arrayContaining(granted));
    expect(onlyOf("states:StartExecution")).toEqual([`${states}:stateMachine:${machine}`]);
    for (const action of ["states:DescribeExecution", "states:StopExecution"])
      expect(onlyOf(action)).toEqual([`${states}:execution:${machine}:*`]);
    expect(onlyOf("states:RedriveExecution")).toEqual(
      labels.map((label) => `${states}:execution:${machine}/${label}:*`),
    );
  },
);

it("gives the state machine without a Map no right to executions", () => {
  expect(actionsOf(roles.get("curfew-approve-state-machine") ?? []).join()).not.toContain("states:");
});
