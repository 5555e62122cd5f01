import { RegionInfo } from "aws-cdk-lib/region-info";
import { partitionOf } from "./names.ts";

/** The Region of each partition that is active in every account by default. */
const defaultRegions: Readonly<Record<string, string>> = { aws: "us-east-1", "aws-us-gov": "us-gov-west-1" };

/** Why Curfew cannot be deployed to a partition; `undefined` if it can. */
export function unsupportedPartition(region: string): string | undefined {
  const partition = partitionOf(region);
  if (partition in defaultRegions) return undefined;
  if (partition === "aws-cn")
    return "Curfew cannot run in China (aws-cn): Amazon SES is not offered there, and owners are notified by SES";
  if (partition === "aws-eusc")
    return "Curfew cannot run in the AWS European Sovereign Cloud (aws-eusc): it was never tried there";
  return `Curfew cannot run in ${partition}: it was never tried there`;
}

/** Every Region that the CDK knows. AWS adds Regions, so another one need not be wrong. */
export const knownRegions: readonly string[] = RegionInfo.regions.map(({ name }) => name);

/**
 * Whether accounts must enable a Region before they can use it. All Regions since March 2019 are opt-in Regions (AWS
 * Account Management reference guide, Enable or disable AWS Regions), so a Region that the CDK does not know is one.
 */
export function isOptIn(region: string): boolean {
  return !knownRegions.includes(region) || RegionInfo.get(region).isOptInRegion;
}

/**
 * The given Region, or for an opt-in Region the default Region of its partition. A Regional STS endpoint issues
 * credentials for a member account only if the Region is active in that account (IAM user guide, Managing AWS STS in
 * an AWS Region), and CloudFormation works only in active Regions.
 */
export function activeEverywhere(region: string): string {
  return isOptIn(region) ? (defaultRegions[partitionOf(region)] ?? region) : region;
}

/**
 * The Regions of supported partitions in which SES is offered (AWS General Reference, Amazon Simple Email Service
 * endpoints and quotas, November 2026). AWS adds Regions, so a Region that is missing here is a warning, not an error.
 */
const sesRegions: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
]);

/** Whether SES is known to be offered in a Region. */
export function offersSes(region: string): boolean {
  return sesRegions.has(region);
}

/**
 * Whether Lambda writes logs in JSON in a Region. In GovCloud "JSON log formatting is not available" (AWS GovCloud user
 * guide, AWS Lambda), and CreateFunction was seen to refuse any LoggingConfig there (github.com/aws/aws-cdk, issue
 * 28919).
 */
export function hasLambdaLogFormats(region: string): boolean {
  return partitionOf(region) !== "aws-us-gov";
}
