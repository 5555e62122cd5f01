import * as z from "zod/mini";

/** What Curfew's deployer reads of a CloudFormation template. */
export const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z._default(z.record(z.string(), z.unknown()), {}) }),
  ),
  Outputs: z._default(z.record(z.string(), z.object({ Value: z.unknown() })), {}),
});

/** A CloudFormation template. */
export type Template = z.infer<typeof templateSchema>;

/** Where a template is deployed to. */
export interface Target {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
}
