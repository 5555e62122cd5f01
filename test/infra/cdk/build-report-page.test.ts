import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { buildReportPage } from "../../../infra/cdk/build-report-page.ts";

const page = buildReportPage();

function textOf(tag: "style" | "script"): string {
  const found = [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))];
  if (found.length !== 1) throw new Error(`${found.length} elements ${tag}`);
  return found[0]?.[1] ?? "";
}

function policy(): Map<string, string> {
  const [, content = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  return new Map(content.split("; ").map((part) => [part.split(" ")[0] ?? "", part]));
}

it("allows only its own script and style, by their exact hash", () => {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

  expect(policy().get("script-src")).toBe(`script-src ${hash(textOf("script"))}`);
  expect(policy().get("style-src")).toBe(`style-src ${hash(textOf("style"))}`);
  expect(policy().get("default-src")).toBe("default-src 'none'");
  expect(policy().has("connect-src")).toBe(false);
});

it("has its content security policy before anything that it applies to", () => {
  const policyAt = page.indexOf("Content-Security-Policy");

  expect(policyAt).toBeGreaterThan(0);
  for (const later of ["<link", "<style", "<script"]) expect(page.indexOf(later)).toBeGreaterThan(policyAt);
});

it("is one file, without a reference to another file or address", () => {
  const targets = [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, target = ""]) => target);

  expect(targets.filter((target) => !/^(#|data:)/.test(target))).toEqual([]);
  expect(textOf("style")).not.toMatch(/@import|url\(/);
  expect(textOf("script")).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(|\beval\(/);
});

it("has one empty place for the data, before the script that reads it", () => {
  const place = '<script type="text/plain" id="run-report"></script>';

  expect(page.split(place)).toHaveLength(2);
  expect(page.indexOf(place)).toBeLessThan(page.indexOf("<script>"));
});

it("is the same page each time, so that a deployment without a change changes nothing", () => {
  expect(buildReportPage()).toBe(page);
});

it("stays small enough to be part of every report", () => {
  expect(page.length).toBeLessThan(150_000);
});
