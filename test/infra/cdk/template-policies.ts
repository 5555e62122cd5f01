import * as z from "zod/mini";
import { propertiesOf, type Template } from "../../support/deployment-fixture.ts";

const statementSchema = z.looseObject({
  Sid: z.optional(z.string()),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
  Condition: z.optional(z.unknown()),
});
/** A statement of a policy. */
export type Statement = z.infer<typeof statementSchema>;
const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** The statements of the policies of each named role, without those that the CDK adds for logs and traces. */
export function statementsByRole(hub: Template): Map<string, Statement[]> {
  const statements = new Map<string, Statement[]>();
  for (const policy of propertiesOf(hub, "AWS::IAM::Policy")) {
    const { PolicyDocument, Roles } = policySchema.parse(policy);
    for (const { Ref } of Roles) {
      const name = String(hub.Resources[Ref]?.Properties.RoleName);
      const own = PolicyDocument.Statement.filter(({ Sid }) => Sid !== undefined);
      statements.set(name, [...(statements.get(name) ?? []), ...own]);
    }
  }
  return statements;
}

/** The actions of statements, each once. */
export function actionsOf(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))].toSorted();
}
