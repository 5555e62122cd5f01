import { expect, it } from "vitest";
import { arnOf } from "../small-cloud.ts";
import { deploymentOf } from "./template-fixture.ts";

const policy = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action, Resource: "*" }],
});

it("reads a rule with its targets", () => {
  const { rules } = deploymentOf({
    Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        Name: "deliveries",
        EventPattern: { source: ["aws.ses"] },
        State: "ENABLED",
        Targets: [
          {
            Id: "Target0",
            Arn: "arn:aws:lambda:eu-central-1:111122223333:function:delivery",
            DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Dead", "Arn"] } },
            RetryPolicy: { MaximumRetryAttempts: 8 },
          },
          {
            Id: "Target1",
            Arn: "arn:aws:sns:eu-central-1:111122223333:alarms",
            InputTransformer: { InputPathsMap: { n: "$.detail.n" }, InputTemplate: "<n>" },
          },
        ],
      },
    },
  });

  expect(rules).toMatchObject([
    {
      name: "deliveries",
      arn: arnOf("events", "rule/deliveries"),
      enabled: true,
      pattern: { source: ["aws.ses"] },
      targets: [
        { deadLetterArn: arnOf("sqs", "dead"), maximumRetryAttempts: 8 },
        { inputTransformer: { paths: { n: "$.detail.n" }, template: "<n>" }, maximumRetryAttempts: 185 },
      ],
    },
  ]);
});

it("reads queues and topics with the policies beside them", () => {
  const { queues, topics } = deploymentOf({
    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy("kms:*") } },
    Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
    DeadPolicy: {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: "Dead" }], PolicyDocument: policy("sqs:SendMessage") },
    },
    Topic: {
      Type: "AWS::SNS::Topic",
      Properties: { TopicName: "alarms", KmsMasterKeyId: { "Fn::GetAtt": ["Key", "Arn"] } },
    },
    TopicPolicy: {
      Type: "AWS::SNS::TopicPolicy",
      Properties: { Topics: [{ Ref: "Topic" }], PolicyDocument: policy("sns:Publish") },
    },
  });

  expect(queues).toEqual([
    { name: "dead", arn: arnOf("sqs", "dead"), policies: [policy("sqs:SendMessage")] },
  ]);
  expect(topics).toEqual([
    {
      name: "alarms",
      arn: arnOf("sns", "alarms"),
      keyArn: arnOf("kms", "key/stack-Key"),
      policies: [policy("sns:Publish")],
    },
  ]);
});

it("reads a function's permission by the function's name", () => {
  const { functionPermissions } = deploymentOf({
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: arnOf("lambda", "function:delivery"),
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: arnOf("events", "rule/deliveries"),
      },
    },
  });

  expect(functionPermissions).toMatchObject([
    {
      functionArn: arnOf("lambda", "function:delivery"),
      principal: "events.amazonaws.com",
      sourceArn: arnOf("events", "rule/deliveries"),
    },
  ]);
});

it("reads a configuration set with its event destination", () => {
  const { configurationSets, eventDestinations } = deploymentOf({
    Set: { Type: "AWS::SES::ConfigurationSet", Properties: { Name: "curfew" } },
    Destination: {
      Type: "AWS::SES::ConfigurationSetEventDestination",
      Properties: {
        ConfigurationSetName: { Ref: "Set" },
        EventDestination: {
          Name: "events",
          Enabled: true,
          MatchingEventTypes: ["BOUNCE"],
          EventBridgeDestination: {
            EventBusArn: {
              "Fn::Sub": "arn:aws:events:$" + "{AWS::Region}:$" + "{AWS::AccountId}:event-bus/default",
            },
          },
        },
      },
    },
  });

  expect(configurationSets).toEqual(["curfew"]);
  expect(eventDestinations).toEqual([
    {
      configurationSet: "curfew",
      name: "events",
      enabled: true,
      matchingEventTypes: ["BOUNCE"],
      eventBusArn: arnOf("events", "event-bus/default"),
    },
  ]);
});

it.each([
  ["a schedule", { ScheduleExpression: "rate(1 day)" }, "ScheduleExpression"],
  ["a custom bus", { EventBusName: "curfew" }, "EventBusName"],
])("refuses a rule with %s", (_, properties, named) => {
  const Rule = {
    Type: "AWS::Events::Rule",
    Properties: { EventPattern: { source: ["aws.ses"] }, Targets: [], ...properties },
  };

  expect(() => deploymentOf({ Rule })).toThrow(named);
});
