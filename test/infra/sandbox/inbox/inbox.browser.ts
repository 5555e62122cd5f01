import { afterAll, beforeAll, expect, it } from "vitest";
import { renderInbox } from "../../../../infra/sandbox/inbox/render-inbox.ts";
import { mailAbout, notice } from "../../../functions/notices/notice-fixture.ts";
import { barriersOf } from "../../../support/browser/barriers.ts";
import { type TestBrowser, testBrowser } from "../../../support/browser/open-page.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await testBrowser();
});
afterAll(() => browser.close());

const mails = ["anna.berg", "bo.lind"].map((userName) => ({
  to: `${userName}@example.com`,
  ...mailAbout(notice({ userName }), notice({ userName, kind: "finalWarning" }), notice({ userName })),
}));

it.each([
  { on: "a desk", options: { colorScheme: "dark" } },
  { on: "a phone", options: { viewport: { width: 375, height: 700 } } },
] as const)("shows an opened mail completely on $on, the first one at once", async ({ options }) => {
  const { page, complaints, requests } = await browser.open(renderInbox(mails, "curfew@example.com"), {
    ...options,
  });
  const hiddenPart = (mail: number) =>
    page.evaluate<number>(`(() => {
      const frame = document.querySelectorAll("iframe")[${mail}];
      const whole = frame.contentDocument.documentElement.scrollHeight;
      return frame.clientHeight < 300 ? Infinity : whole - frame.clientHeight;
    })()`);

  await expect.poll(() => hiddenPart(0)).toBe(0);
  await page.getByText("bo.lind@example.com").click();
  await expect.poll(() => hiddenPart(1)).toBe(0);

  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(await barriersOf(page)).toEqual([]);
  expect([complaints, requests]).toEqual([[], []]);
});

it("runs and loads nothing from a mail", async () => {
  const html = `<img src="http://127.0.0.1:9/pixel"><script>parent.document.title = "taken over"</script>
    <p onclick="parent.document.title = 'taken over'">press me</p>`;
  const inbox = renderInbox([{ to: "anna@example.com", subject: "hostile", html }], "c@example.com");

  const { page, complaints } = await browser.open(inbox);
  await page.frameLocator("iframe").getByText("press me").click();

  expect(await page.title()).toBe("Mails of a run");
  expect(complaints.join("\n")).toMatch(/Blocked script execution/);
  expect(complaints.join("\n")).toMatch(/pixel' violates the following Content Security Policy directive/);
});
