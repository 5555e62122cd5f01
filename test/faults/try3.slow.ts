import { it } from "vitest";
import { writeFileSync, appendFileSync } from "node:fs";
import { synthesizeOnce } from "../integration/synthesize-once.ts";
import { integrationSettings } from "../integration/integration-settings.ts";
import { busyDay } from "./busy-organization.ts";
import { startBusyCloud } from "./busy-world.ts";
import { livePast, restorePast } from "./past.ts";
import { scaledTime } from "./scaled-time.ts";
import { callSites, siteText } from "./call-sites.ts";
import { faultCases } from "./fault-cases.ts";
import { liveDay } from "./day-of-faults.ts";
import { verdictOn } from "./promises.ts";
scaledTime();
const part = Number(process.env.PART ?? 0), parts = Number(process.env.PARTS ?? 40);
it("tries", async () => {
  const assembly = synthesizeOnce(integrationSettings());
  const before = await startBusyCloud(assembly, busyDay);
  const past = await livePast(before);
  await before.close();
  const c = await startBusyCloud(assembly);
  await restorePast(c, past);
  console.error(await c.run("busy"));
  const sites = callSites(c.recorder.calls);
  writeFileSync("/tmp/sites.txt", sites.map(siteText).join("\n"));
  await c.close();
  const clean = (await liveDay(assembly, past)).recovered;
  console.error(clean.mails.length, clean.inactive);
  const cases = faultCases(sites);
  console.error(sites.length, cases.length);
  const out = `/tmp/out${part}.txt`; writeFileSync(out, "");
  const t = performance.now(); let n = 0;
  for (const [i, f] of cases.entries()) {
    if (i % parts !== part || (process.env.MATCH && !(siteText(f.site)+f.name).match(process.env.MATCH))) continue;
    const t1 = performance.now();
    let v; let d;
    try { d = await liveDay(assembly, past, f); v = verdictOn(d, clean, f); } catch (e) { v = { broken: ["THREW " + String(e).slice(0, 300)], end: "", losses: 0, duplicates: 0 }; }
    n++;
    const ms = Math.round(performance.now() - t1);
    appendFileSync(out, `${v.broken.length ? "BROKEN" : "ok"} ${d?.happened ? "" : "NOTHAPPENED"} ${ms}ms ${v.end} l=${v.losses} d=${v.duplicates} | ${siteText(f.site)} | ${f.name} | ${f.happens}\n${v.broken.map(b => "      " + b.slice(0,400) + "\n").join("")}`);
  }
  console.error(n, "cases", Math.round((performance.now() - t) / 1000), "s");
});
