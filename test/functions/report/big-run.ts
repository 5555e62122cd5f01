import { randomBytes } from "node:crypto";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import { account, accountResult, createdFor, keyResult, sentNotice } from "./result-fixture.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const services = ["s3", "ec2", "dynamodb", "sts", "lambda", "sqs"];
const regions = ["eu-central-1", "us-east-1", "us-west-2", "ap-southeast-1"];

/** A key ID as random as IAM's, so that it compresses as badly. */
function randomKeyId(): string {
  return `AKIA${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join("")}`;
}

/** One account of the largest first run. Its keys are past day 70, each with its own owner, age and last use. */
export function bigAccount(number: number, keys: number): AccountResult {
  const results = Array.from({ length: keys }, (_, index) => bigKey(number * keys + index));
  const named = { ...account(number), name: `acme-${regions[number % 4]}-${number.toString(36)}` };
  return accountResult(number, { account: named, results });
}

function bigKey(number: number): KeyResult {
  const age = 60 + ((number * 7_919) % 1_500);
  const person = `${["anna", "ben", "chloe", "dinesh"][number % 4]}.${number.toString(36)}`;
  const owner = `${person}@example.com`;
  const key = keyResult(
    number,
    age < 70
      ? { age }
      : {
          age,
          state: "onHold",
          reason: { code: "notWarned" },
          ...(age < 90 ? {} : { overdueSince: createdFor(age - 90) }),
        },
    {
      notices: number % 3 === 0 ? [sentNotice(number, { to: owner })] : [],
      facts: {
        userName: person,
        tags: { email: owner, userType: number % 2 === 0 ? "employee" : "machine" },
        lastUsed: {
          state: "used",
          on: createdFor((number * 31) % 400),
          service: services[number % 6] ?? "",
          region: regions[number % 4] ?? "",
        },
        otherKey: {
          accessKeyId: randomKeyId(),
          status: "Active",
          createdOn: createdFor((number * 17) % 900),
        },
        history: emptyHistory,
      },
    },
  );
  const accessKeyId = randomKeyId();
  return {
    ...key,
    facts: { ...key.facts, accessKeyId },
    decision: { ...key.decision, accessKeyId, userName: person },
  };
}
