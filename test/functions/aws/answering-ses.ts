import { NotFoundException, SESv2Client } from "@aws-sdk/client-sesv2";

/** SES's answers in a test: fields of GetAccount, and identities by name. */
export interface SesAnswers {
  readonly account?: object;
  readonly quota?: object;
  readonly identities?: Readonly<Record<string, object>>;
}

/** A real SES client whose calls about account and identities are answered here, and the requested identities. */
export function answeringSes({ account, quota, identities = {} }: SesAnswers): {
  client: SESv2Client;
  asked: string[];
} {
  const client = new SESv2Client({ region: "eu-central-1" });
  const asked: string[] = [];
  const healthy = {
    SendingEnabled: true,
    EnforcementStatus: "HEALTHY",
    ProductionAccessEnabled: true,
    SendQuota: { Max24HourSend: 50_000, SentLast24Hours: 10, MaxSendRate: 14, ...quota },
  };
  client.middlewareStack.add(
    (_next, context) => async (args) => {
      const output = { $metadata: {} };
      if (context.commandName === "GetAccountCommand")
        return { output: { ...output, ...healthy, ...account }, response: {} };
      const identity = "EmailIdentity" in args.input ? String(args.input.EmailIdentity) : "none";
      asked.push(identity);
      const found = identities[identity];
      if (found === undefined) throw new NotFoundException({ message: "no such identity", $metadata: {} });
      return {
        output: { ...output, VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS", ...found },
        response: {},
      };
    },
    { step: "initialize", priority: "low", name: "answerHere" },
  );
  return { client, asked };
}
