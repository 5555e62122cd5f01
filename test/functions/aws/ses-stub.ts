import { SESv2Client, type SendEmailCommandInput } from "@aws-sdk/client-sesv2";

/** A real SES client whose SendEmail calls are answered here, before they leave. */
export interface SesStub {
  readonly client: SESv2Client;
  /** Every mail that was passed to SendEmail, including refused ones. */
  readonly asked: SendEmailCommandInput[];
}

/** @param refuse throws to make a mail fail, as SES would */
export function sesStub(refuse: (mail: SendEmailCommandInput) => void = () => undefined): SesStub {
  const client = new SESv2Client({ region: "eu-central-1", maxAttempts: 1 });
  const asked: SendEmailCommandInput[] = [];
  client.middlewareStack.add(
    () => async (args) => {
      const input: SendEmailCommandInput = { Content: undefined, ...args.input };
      asked.push(input);
      refuse(input);
      return { output: { $metadata: {}, MessageId: `message-${asked.length}` }, response: {} };
    },
    { step: "initialize", priority: "low", name: "answerHere" },
  );
  return { client, asked };
}
