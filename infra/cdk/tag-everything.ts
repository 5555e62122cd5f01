import { type App, Tags } from "aws-cdk-lib";
import type { Settings } from "./settings.ts";

/** CloudFormation takes no tags for these, although the CDK would write them. */
const untaggable = ["AWS::CloudWatch::Dashboard"];

/** Gives every stack and every resource of an app the tags of the settings. */
export function tagEverything(app: App, { tags }: Pick<Settings, "tags">): void {
  for (const [key, value] of Object.entries(tags))
    Tags.of(app).add(key, value, { excludeResourceTypes: untaggable });
}
