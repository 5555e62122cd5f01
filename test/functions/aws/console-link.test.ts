import { expect, it } from "vitest";
import { objectConsoleLink } from "../../../functions/aws/console-link.ts";
import { s3Client } from "../../../functions/aws/object-store.ts";

const location = { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/report.html" };

it.each([
  ["aws", "eu-central-1", "https://eu-central-1.console.aws.amazon.com/s3/object/curfew-runs"],
  ["aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/s3/object/curfew-runs"],
])("links to the console of the partition %s", async (partition, region, page) => {
  const client = s3Client();
  client.config.region = async () => region;
  expect(await objectConsoleLink(client, partition, location)).toBe(
    `${page}?region=${region}&prefix=runs%2F2026-11-23%2Fdaily-1%2Freport.html`,
  );
});
