import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import type { TestMail } from "../test-cloud.ts";
import type { ForwardedAnswer, ForwardedCall } from "./moto-front.ts";

const dataSchema = z.object({ Data: z.string() });
const sendEmailSchema = z.object({
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Simple: z.object({ Subject: dataSchema, Body: z.object({ Text: dataSchema }) }) }),
});

/** moto 5.2.1 has no GetAccount; the answer is that of an account in good standing. */
const account = {
  EnforcementStatus: "HEALTHY",
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
};

/** moto's SES with what it has not: two answers about the account and the sender, and a way to read the mails. */
export class MotoSes {
  readonly #mails: TestMail[] = [];

  /** What moto accepted, in the order of acceptance. */
  mails(): readonly TestMail[] {
    return [...this.#mails];
  }

  async answer(
    call: ForwardedCall,
    toMoto: (call: ForwardedCall) => Promise<ForwardedAnswer>,
  ): Promise<ForwardedAnswer> {
    if (call.method === "GET" && call.path === "/v2/email/account") return jsonAnswer(account);
    const answer = await toMoto(call);
    if (answer.status !== 200) return answer;
    if (call.method === "POST" && call.path === "/v2/email/outbound-emails") this.#keep(call);
    const asksIdentity = call.method === "GET" && call.path.startsWith("/v2/email/identities/");
    return asksIdentity ? verified(answer) : answer;
  }

  #keep({ body }: ForwardedCall): void {
    const { Destination, Content } = parse(sendEmailSchema, JSON.parse(body.toString()), "SendEmail");
    const { Subject, Body } = Content.Simple;
    for (const to of Destination.ToAddresses)
      this.#mails.push({ to, subject: Subject.Data, text: Body.Text.Data });
  }
}

/** moto sends for every identity that was created, and still says of each that it is not verified. */
function verified({ body }: ForwardedAnswer): ForwardedAnswer {
  return jsonAnswer({ ...JSON.parse(body.toString()), VerifiedForSendingStatus: true });
}

function jsonAnswer(value: object): ForwardedAnswer {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(value)),
  };
}
