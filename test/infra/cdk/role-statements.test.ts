import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

/** SES in a Region other than the hub's, and a sender below the domain that may be verified. */
function hubWith(mail: Readonly<Record<string, string>>): Template {
  const written = {
    ...Object(writtenSettings().mail),
    region: "eu-west-1",
    sender: "curfew@mail.example.com",
  };
  return templateOf(synthesizedTemplates(settingsWith({ mail: { ...written, ...mail } })), "curfew-hub");
}

const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Sid: z.optional(z.string()) })) }),
});

/** The statements with a Sid, in the policies of all roles. */
function statementsOf(hub: Template, sid: string) {
  return propertiesOf(hub, "AWS::IAM::Policy").flatMap((policy) =>
    policySchema.parse(policy).PolicyDocument.Statement.filter(({ Sid }) => Sid === sid),
  );
}

const identities = ["curfew@mail.example.com", "mail.example.com", "example.com"].map(
  (identity) => `arn:aws:ses:eu-west-1:444455556666:identity/${identity}`,
);

let hub: Template;
beforeAll(() => {
  hub = hubWith({});
});

it("lets the worker assume the member role inside the Organization only", () => {
  expect(statementsOf(hub, "AssumeTheMemberRole")).toEqual([
    {
      Sid: "AssumeTheMemberRole",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "arn:aws:iam::*:role/curfew-member",
      Condition: { StringEquals: { "aws:ResourceOrgID": "o-exampleorg1" } },
    },
  ]);
});

it("lets worker and report mail as the sender only, by the identities that can be its own in SES's Region", () => {
  const sendMail = {
    Sid: "SendMail",
    Effect: "Allow",
    Action: "ses:SendEmail",
    Resource: identities,
    Condition: { StringEquals: { "ses:FromAddress": "curfew@mail.example.com" } },
  };

  expect(statementsOf(hub, "SendMail")).toEqual([sendMail, sendMail]);
});

it("lets them use the sender's configuration set where the settings name it", () => {
  const set = "arn:aws:ses:eu-west-1:444455556666:configuration-set/my-first-configuration-set";

  const statements = statementsOf(hubWith({ configurationSet: "my-first-configuration-set" }), "SendMail");

  expect(statements.map(({ Resource }) => Resource)).toEqual([
    [...identities, set],
    [...identities, set],
  ]);
});

it("lets the state machine start, follow and stop the children of its own Map, and no other's", () => {
  const [machine] = propertiesOf(hub, "AWS::StepFunctions::StateMachine");
  const states = "arn:aws:states:eu-central-1:444455556666";
  const name = String(machine?.StateMachineName);

  expect(statementsOf(hub, "RunTheMap")).toEqual([
    {
      Sid: "RunTheMap",
      Effect: "Allow",
      Action: "states:StartExecution",
      Resource: `${states}:stateMachine:${name}`,
    },
  ]);
  expect(statementsOf(hub, "FollowTheMap")).toEqual([
    {
      Sid: "FollowTheMap",
      Effect: "Allow",
      Action: ["states:DescribeExecution", "states:StopExecution"],
      Resource: `${states}:execution:${name}/*`,
    },
  ]);
});
