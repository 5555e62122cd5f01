import { OrganizationsClient } from "@aws-sdk/client-organizations";

/** Answers one call; throws to make it fail. */
export type Answer = (command: string, input: Readonly<Record<string, unknown>>) => object;

/** A real client whose calls are answered here, before they leave, and the commands it sent. */
export function stubbedOrganizations(answer: Answer): { client: OrganizationsClient; sent: string[] } {
  const client = new OrganizationsClient({ region: "us-east-1" });
  const sent: string[] = [];
  client.middlewareStack.add(
    (_next, context) => async (args) => {
      const command = String(context.commandName).replace(/Command$/, "");
      sent.push(command);
      const output = { $metadata: {}, ...answer(command, { ...args.input }) };
      return { output, response: {} };
    },
    { step: "initialize", priority: "low", name: "answerHere" },
  );
  return { client, sent };
}
