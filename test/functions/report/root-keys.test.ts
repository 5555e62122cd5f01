import { expect, it } from "vitest";
import { renderDigest } from "../../../functions/notices/render-digest.ts";
import { templates } from "../notices/notice-fixture.ts";
import { reporter } from "./report-fixture.ts";
import { account, accountResult } from "./result-fixture.ts";

it("names every account whose root user has an active key, in the report and above all else in the digest", async () => {
  const { summarize, report, digest } = await reporter({
    accounts: [account(1), account(2), account(3)],
    results: [
      accountResult(1, { rootHasActiveKey: true }),
      accountResult(2, { rootHasActiveKey: false }),
      accountResult(3),
    ],
  });

  await summarize();

  expect(report().rootKeys.map(({ id }) => id)).toEqual([account(1).id]);
  const mail = renderDigest(templates, digest());
  expect(mail.subject).toMatch(/, 1 root user has an access key$/);
  expect(mail.text).toMatch(/Critical: root users with an access key\n +Account 1 \(000000000001\)/);
  expect(mail.html.indexOf("Critical")).toBeLessThan(mail.html.indexOf("</ul>"));
});

it("says nothing of root users where none has a key", async () => {
  const { summarize, digest } = await reporter({ accounts: [account(1)], results: [accountResult(1)] });

  await summarize();

  const mail = renderDigest(templates, digest());
  expect(mail.subject + mail.text + mail.html).not.toMatch(/root user/i);
});
