import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionSpec } from "../../../../../infra/sandbox/cloud/deployment.ts";
import type { RoleRecord } from "../../../../../infra/sandbox/cloud/identities.ts";

export const accountId = "111122223333";
export const region = "eu-central-1";

/** A role that an AWS service may assume, with one policy. */
export function serviceRole(name: string, service: string, statements: readonly unknown[] = []): RoleRecord {
  return {
    arn: `arn:aws:iam::${accountId}:role/${name}`,
    accountId,
    name,
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
    identityPolicies:
      statements.length === 0 ? {} : { own: { Version: "2012-10-17", Statement: statements } },
    maxSessionSeconds: 3600,
  };
}

export const functionRole = serviceRole("function", "lambda.amazonaws.com");

/** The ARN of a function of the test's account. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** Bundles in a temporary directory that is removed after the test. */
export class Bundles {
  readonly #directories: string[] = [];

  /** A function whose bundle is this module. */
  async spec(name: string, source: string, overrides: Partial<FunctionSpec> = {}): Promise<FunctionSpec> {
    const directory = await mkdtemp(join(tmpdir(), `curfew-${name}-`));
    this.#directories.push(directory);
    await writeFile(join(directory, "index.mjs"), source);
    return {
      name,
      arn: functionArn(name),
      roleArn: functionRole.arn,
      codeDirectory: directory,
      handler: "index.handler",
      environment: {},
      timeoutSeconds: 10,
      memoryMb: 256,
      ...overrides,
    };
  }

  async remove(): Promise<void> {
    await Promise.all(this.#directories.map((directory) => rm(directory, { recursive: true })));
  }
}
