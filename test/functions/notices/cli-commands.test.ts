import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { commandsFor } from "../../../functions/notices/cli-commands.ts";

/** The arguments that a shell passes to a command. */
function argumentsOf(command: string | null): string[] {
  const script = `aws() { printf '%s\\n' "$@"; }; ${command}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).trimEnd().split("\n");
}

it.each(["anna", "anna.berg@example.com", "=cmd", "@splat", "a,b", "a=b+c", "_x", "+1"])(
  "passes the user name %j to the AWS CLI as it is",
  (userName) => {
    expect(argumentsOf(commandsFor(userName).createKey)).toEqual([
      "iam",
      "create-access-key",
      "--user-name",
      userName,
    ]);
  },
);

it("passes a user name that looks like an option as a value", () => {
  expect(argumentsOf(commandsFor("-rf").listKeys)).toEqual(["iam", "list-access-keys", "--user-name=-rf"]);
});

it.each([
  "anna berg",
  "a;reboot",
  "$(reboot)",
  "`reboot`",
  "a\nb",
  'a"b',
  "anna'",
  "änna",
  "",
  "x".repeat(65),
])("prints no command for the user name %j, which IAM does not allow", (userName) => {
  const commands = commandsFor(userName);

  for (const command of [
    commands.listKeys,
    commands.createKey,
    commands.deactivateKey("AKIA"),
    commands.activateKey("AKIA"),
    commands.deleteKey("AKIA"),
    commands.setTag("email", "x"),
    commands.removeTag("email"),
  ])
    expect(command).toBeNull();
});

it("names keys by their last four characters", () => {
  const { deactivateKey, activateKey, deleteKey } = commandsFor("anna");

  expect(deactivateKey("AKIAIOSFODNN7EXAMPLE")).toBe(
    "aws iam update-access-key --user-name anna --access-key-id ID_ENDING_IN_MPLE --status Inactive",
  );
  expect(activateKey("AKIAIOSFODNN7EXAMPLE")).toBe(
    "aws iam update-access-key --user-name anna --access-key-id ID_ENDING_IN_MPLE --status Active",
  );
  expect(deleteKey("AKIAIOSFODNN7EXAMPLE")).toBe(
    "aws iam delete-access-key --user-name anna --access-key-id ID_ENDING_IN_MPLE",
  );
});

it("sets and removes tags whose names and values have spaces", () => {
  const { setTag, removeTag } = commandsFor("anna");

  expect(argumentsOf(setTag("cost owner", "2027-01-31 YOU REASON"))).toEqual([
    "iam",
    "tag-user",
    "--user-name",
    "anna",
    "--tags",
    "Key=cost owner,Value=2027-01-31 YOU REASON",
  ]);
  expect(argumentsOf(removeTag("cost owner")).at(-1)).toBe("cost owner");
});
