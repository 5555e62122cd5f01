import * as z from "zod/mini";

const taggedSchema = z.object({ Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) });

/** Types whose tags need a value (CloudFormation template reference, Tag of each type). */
const neverEmpty = new Set(["AWS::StepFunctions::StateMachine", "AWS::CloudWatch::Alarm"]);

/**
 * Refuses tags that the resource's service refuses.
 * @throws {Error} naming the resource and the tag
 */
export function checkTags(
  logicalId: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
): void {
  const tagged = taggedSchema.safeParse(properties);
  if (!tagged.success) return;
  const { Tags } = tagged.data;
  const refuse = (why: string) => new Error(`${logicalId} (${type}): ${why}`);
  if (Tags.length > 50) throw refuse(`${Tags.length} tags, and a resource has at most 50`);
  const reserved = Tags.find(({ Key }) => /^aws:/i.test(Key));
  if (reserved) throw refuse(`the tag ${reserved.Key} has a prefix that AWS keeps to itself`);
  const empty = neverEmpty.has(type) ? Tags.find(({ Value }) => Value === "") : undefined;
  if (empty) throw refuse(`the tag ${empty.Key} has no value`);
  // The answer of CreateRole (IAM user guide, Tags for IAM resources).
  const compared = Tags.map(({ Key }) => (type === "AWS::IAM::Role" ? Key.toLowerCase() : Key));
  if (new Set(compared).size < compared.length)
    throw refuse("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}
