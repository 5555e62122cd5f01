import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import type { Deployment } from "../../infra/sandbox/cloud/deployment.ts";
import { fallbackContact, integrationSettings, securityContact } from "../support/integration-settings.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/**
 * Runs in each function before its bundle. It removes AWS_ENDPOINT_URL, so that the SDK chooses the endpoint as on AWS,
 * records host and signature of each request, and sends it to the cloud with its Host header.
 */
const redirect = (directory: string) => `
import { appendFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
const cloud = new URL(process.env.AWS_ENDPOINT_URL);
delete process.env.AWS_ENDPOINT_URL;
const agent = new http.Agent({ keepAlive: true });
const file = ${JSON.stringify(directory)} + "/" + process.env.AWS_LAMBDA_FUNCTION_NAME + "." + process.pid;
https.request = (options, answered) => {
  const [, region, service] = /Credential=[^/]+\\/\\d+\\/([^/]+)\\/([^/]+)/.exec(options.headers.authorization) ?? [];
  appendFileSync(file, service + " " + region + " " + options.headers.host + "\\n");
  return http.request({ ...options, agent, protocol: "http:", host: cloud.hostname, port: cloud.port }, answered);
};
syncBuiltinESMExports();
`;

/** The endpoints that AWS documents for these settings (AWS General Reference, service endpoints and quotas). */
interface Endpoints {
  readonly hub: string;
  readonly mail: string;
  readonly sts: string;
  readonly iam: string;
  readonly organizations: string;
}

const places: readonly Endpoints[] = [
  {
    hub: "eu-central-1",
    mail: "eu-west-1",
    sts: "eu-central-1",
    iam: "iam us-east-1 iam.amazonaws.com",
    organizations: "organizations us-east-1 organizations.us-east-1.amazonaws.com",
  },
  {
    hub: "ap-southeast-4",
    mail: "ap-southeast-2",
    sts: "us-east-1",
    iam: "iam us-east-1 iam.amazonaws.com",
    organizations: "organizations us-east-1 organizations.us-east-1.amazonaws.com",
  },
  {
    hub: "us-gov-east-1",
    mail: "us-gov-west-1",
    sts: "us-gov-east-1",
    iam: "iam us-gov-west-1 iam.us-gov.amazonaws.com",
    organizations: "organizations us-gov-west-1 organizations.us-gov-west-1.amazonaws.com",
  },
];

const { hub, mail } = integrationSettings();

it.each(places)(
  "calls the endpoints that AWS documents for a hub in $hub and mail in $mail, signed for their Regions",
  async (place) => {
    const directory = mkdtempSync(join(tmpdir(), "curfew-endpoints-"));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const preload = join(directory, "redirect.mjs");
    writeFileSync(preload, redirect(directory));
    const prepare = (stack: Deployment): Deployment => ({
      ...stack,
      functions: stack.functions.map((spec) => ({
        ...spec,
        environment: { ...spec.environment, NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` },
      })),
    });
    const settings = {
      hub: { accountId: hub.accountId, region: place.hub },
      mail: {
        sender: mail.sender,
        region: place.mail,
        fallbackContact,
        securityContact,
        help: "the Cloud team",
      },
    };
    const cloud = await startEmbeddedTestCloud({ members: 1, settings }, {}, prepare);
    onTestFinished(() => cloud.close());
    const [member = ""] = cloud.accounts.members;
    await cloud.createUser(member, {
      userName: "owner",
      tags: { email: "owner@example.com", UserType: "employee" },
    });
    const key = await cloud.createKey(member, "owner");

    for (const day of [70, 80, 90]) {
      const { status, cause } = await cloud.run(day);
      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
    }
    const reason = "test of the endpoints";
    expect(await cloud.keyStatus(member, "owner", key)).toBe("Inactive");
    const restored = await cloud.request("restore", 91, {
      accountId: member,
      accessKeyId: key,
      days: 2,
      reason,
    });
    const approved = await cloud.request("approve", 91, {
      run: "no-such-run",
      day: cloud.day(90),
      reason,
      approvedBy: "jane",
    });

    expect([restored.status, approved.status]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    const { hub: region } = place;
    const inHub = (service: string) => `${service} ${region} ${service}.${region}.amazonaws.com`;
    const s3 = `s3 ${region} ${cloud.bucket}.s3.${region}.amazonaws.com`;
    const ses = `ses ${place.mail} email.${place.mail}.amazonaws.com`;
    const sts = `sts ${place.sts} sts.${place.sts}.amazonaws.com`;
    const dynamodb = inHub("dynamodb");
    expect(callsByFunction(directory)).toEqual({
      "curfew-scheduler": [dynamodb, place.organizations, s3, ses],
      "curfew-evaluate-accounts": [dynamodb, place.iam, s3, ses, sts],
      "curfew-plan": [dynamodb, s3, ses],
      "curfew-deactivate-keys": [dynamodb, place.iam, s3, ses, sts],
      "curfew-report": [inHub("events"), s3, ses],
      "curfew-restore": [dynamodb, place.iam, place.organizations, s3, ses, sts],
      "curfew-approve": [s3],
      "curfew-delivery": [dynamodb],
    });
  },
);

function callsByFunction(directory: string): Record<string, string[]> {
  const calls = new Map<string, Set<string>>();
  for (const file of readdirSync(directory).filter((name) => name.startsWith("curfew-"))) {
    const [name = ""] = file.split(".");
    const seen = calls.get(name) ?? new Set();
    for (const line of readFileSync(join(directory, file), "utf8").trim().split("\n")) seen.add(line);
    calls.set(name, seen);
  }
  return Object.fromEntries([...calls].map(([name, seen]) => [name, [...seen].toSorted()]));
}
