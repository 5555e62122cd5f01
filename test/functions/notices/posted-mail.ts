import type { SendEmailCommandInput } from "@aws-sdk/client-sesv2";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { postWith } from "../../../functions/notices/post.ts";
import { enforceAccount } from "../../../functions/worker/enforce-account.ts";
import { sesStub } from "../aws/ses-stub.ts";
import { type WorkerWish, workerTask } from "../worker/run-worker.ts";
import type { World } from "../worker/world.ts";

/** The templates as they are deployed. */
export const templates = loadTemplates(new URL("../../../functions/notices/templates/", import.meta.url));

/** A mail as SES is asked to send it. */
export interface PostedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Runs a worker that renders and posts its mails for real, up to SES's own door. */
export async function postedBy(world: World, wish: WorkerWish = {}): Promise<PostedMail[]> {
  const { client, asked } = sesStub();
  const task = workerTask(world, wish);
  const { run } = task.event;
  await enforceAccount({
    ...task,
    postFor: (rules) => postWith({ client, templates, from: "curfew@example.com", run, rules }),
  });
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
