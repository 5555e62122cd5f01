import type { SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { postWith } from "../../../functions/notices/post.ts";
import { sesStub } from "../aws/ses-stub.ts";
import { policy as deliveredPolicy } from "../domain/policy-fixture.ts";
import { runBoth, type WorkerWish } from "../worker/run-worker.ts";
import { today, type World } from "../worker/world.ts";

/** The templates as they are deployed. */
export const templates = loadTemplates(new URL("../../../functions/notices/templates/", import.meta.url));

/** A mail as it is passed to SES. */
export interface PostedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Runs both steps of a worker, renders the mails that they send, and gives them to the SDK's own SES client. */
export async function postedBy(world: World, wish: WorkerWish = {}): Promise<PostedMail[]> {
  const { client, asked } = sesStub();
  const { policy = deliveredPolicy() } = wish;
  const sentBefore = world.outbox.length;
  await runBoth(world, wish);
  const post = postWith({
    client,
    templates,
    sender: { address: "curfew@example.com", displayName: "Curfew" },
    run: { id: "daily-1", day: today },
    rules: policy,
    style: policy.mail,
  });
  for (const [index, mail] of world.outbox.slice(sentBefore).entries()) {
    const posted = await post(mail, `claim-${index}`);
    if ("failure" in posted) throw posted.error;
  }
  return asked.map(postedMail);
}

function postedMail({ FromEmailAddress, Destination, Content }: SendEmailCommandInput): PostedMail {
  const { ToAddresses, ...others } = Destination ?? {};
  if (Object.keys(others).length > 0) throw new Error("a mail has recipients other than To");
  return {
    from: FromEmailAddress ?? "",
    to: ToAddresses ?? [],
    subject: Content?.Simple?.Subject?.Data ?? "",
    text: Content?.Simple?.Body?.Text?.Data ?? "",
    html: Content?.Simple?.Body?.Html?.Data ?? "",
  };
}
