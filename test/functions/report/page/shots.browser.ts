import { it } from "vitest";
import { testBrowser } from "../../../support/browser/open-page.ts";
import { pageOf, sample } from "./sample-report.ts";

it("shots", async () => {
  const browser = await testBrowser();
  const html = await pageOf(sample());
  for (const [name, width, scheme] of [
    ["wide", 1280, "light"],
    ["phone", 390, "dark"],
  ] as const) {
    const { page, complaints } = await browser.open(html, {
      viewport: { width, height: 900 },
      colorScheme: scheme,
    });
    await page
      .waitForSelector("body[data-state=shown]", { timeout: 5000 })
      .catch(() => console.log(complaints));
    const whole = await page.evaluate<number>("document.documentElement.scrollHeight");
    const step = width === 390 ? 1500 : 1500;
    for (let top = 0, n = 0; top < whole && n < 5; top += step, n += 1)
      await page.screenshot({
        path: `/tmp/shots/${name}-${n}.png`,
        fullPage: true,
        clip: { x: 0, y: top, width, height: Math.min(step, whole - top) },
      });
    console.log(name, whole);
    console.log(name, complaints);
  }
  await browser.close();
});
