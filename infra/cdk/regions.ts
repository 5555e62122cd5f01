import { RegionInfo } from "aws-cdk-lib/region-info";
import { partitionOf } from "./names.ts";

/** The Region of each partition that is active in every account, without anybody having enabled it. */
const defaultRegions: Readonly<Record<string, string>> = { aws: "us-east-1", "aws-us-gov": "us-gov-west-1" };

/** Why Curfew cannot be deployed to a partition; `undefined` where it can. */
export function unsupportedPartition(region: string): string | undefined {
  const partition = partitionOf(region);
  if (partition in defaultRegions) return undefined;
  if (partition === "aws-cn")
    return "Curfew cannot run in China (aws-cn): Amazon SES is not offered there, and owners are notified by SES";
  if (partition === "aws-eusc")
    return "Curfew cannot run in the AWS European Sovereign Cloud (aws-eusc): it was never tried there";
  return `Curfew cannot run in ${partition}: it was never tried there`;
}

/**
 * Whether accounts must enable a Region before they can use it. All Regions since March 2019 are opt-in Regions (AWS
 * Account Management reference guide, Enable or disable AWS Regions), so a Region that the CDK does not know is one.
 */
export function isOptIn(region: string): boolean {
  const isKnown = RegionInfo.regions.some(({ name }) => name === region);
  return !isKnown || RegionInfo.get(region).isOptInRegion;
}

/**
 * The given Region, or for an opt-in Region the default Region of its partition. A Regional STS endpoint issues
 * credentials for a member account only if the Region is active in that account (IAM user guide, Managing AWS STS in
 * an AWS Region), and CloudFormation works only in active Regions.
 */
export function activeEverywhere(region: string): string {
  return isOptIn(region) ? (defaultRegions[partitionOf(region)] ?? region) : region;
}
