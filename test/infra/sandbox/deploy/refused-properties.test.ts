import { expect, it } from "vitest";
import { deploymentWith, roleOf, smallCloud } from "../small-cloud.ts";
import { deploymentOf } from "./template-fixture.ts";

const role = { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] } };

/** A resource of a type with these tags, deployed. */
const tagged = (Type: string, tags: Readonly<Record<string, string>>, properties: object = {}) =>
  deploymentOf({
    It: {
      Type,
      Properties: { ...properties, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    },
  });

it("refuses two tags of a role whose keys differ in case only, as IAM does, and takes them elsewhere", () => {
  const tags = { team: "cloud", Team: "web" };

  expect(() => tagged("AWS::IAM::Role", tags, role)).toThrow(
    "It (AWS::IAM::Role): Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  );
  expect(() => tagged("AWS::SQS::Queue", tags)).not.toThrow();
});

it("refuses a tag without a value where the service needs one", () => {
  expect(() => tagged("AWS::CloudWatch::Alarm", { team: "" })).toThrow("the tag team has no value");
  expect(() => tagged("AWS::IAM::Role", { team: "" }, role)).not.toThrow();
});

it.each(["aws:team", "AWS:team"])("refuses the tag %s", (key) => {
  expect(() => tagged("AWS::SQS::Queue", { [key]: "cloud" })).toThrow("AWS keeps to itself");
});

it("refuses more than 50 tags", () => {
  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, "x"]));

  expect(() => tagged("AWS::SQS::Queue", tags(51))).toThrow("51 tags, and a resource has at most 50");
  expect(() => tagged("AWS::SQS::Queue", tags(50))).not.toThrow();
});

it("refuses logging settings of a function in GovCloud, as Lambda does", () => {
  const lambda = (properties: object) => ({
    Function: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "curfew-plan",
        Code: { S3Bucket: "assets", S3Key: "code.zip" },
        Role: "arn:aws-us-gov:iam::444455556666:role/curfew-plan",
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Timeout: 900,
        MemorySize: 512,
        ...properties,
      },
    },
  });
  const place = { partition: "aws-us-gov", region: "us-gov-west-1" };
  const LoggingConfig = { LogFormat: "JSON", LogGroup: "/aws/lambda/curfew-plan" };

  expect(() => deploymentOf(lambda({ LoggingConfig }), place)).toThrow(
    "LoggingConfig is not supported in us-gov-west-1",
  );
  // Without them, only the code is missing.
  expect(() => deploymentOf(lambda({}), place)).toThrow("no asset of the assembly is published as code.zip");
});

it("refuses a role whose policies are longer than IAM takes", async () => {
  const { cloud } = await smallCloud();
  const read = (length: number) => ({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::bucket/${"x".repeat(length)}`,
  });
  const deploy = (...statements: object[]) =>
    cloud.deploy(deploymentWith({ roles: [roleOf("reader", "lambda.amazonaws.com", ...statements)] }));

  await expect(deploy(read(5_000), read(5_200))).rejects.toThrow(
    "reader: Maximum policy size of 10240 bytes",
  );
  await expect(deploy(read(4_800), read(4_800))).resolves.toBeUndefined();
});

it("refuses a trust policy that is longer than IAM takes", async () => {
  const { cloud } = await smallCloud();
  const service = `${"x".repeat(2_048)}.amazonaws.com`;

  await expect(cloud.deploy(deploymentWith({ roles: [roleOf("reader", service)] }))).rejects.toThrow(
    "reader: Cannot exceed quota for ACLSizePerRole: 2048",
  );
});
