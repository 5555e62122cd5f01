import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { settingsSchemaFile, settingsSchemaText } from "../../../infra/cdk/settings-json-schema.ts";

it("ships the JSON schema that the settings are checked with; `npm run schema` writes it", () => {
  expect(readFileSync(settingsSchemaFile, "utf8")).toBe(settingsSchemaText());
});

it("gives an editor the meaning, the default and the allowed values of a field", () => {
  const { properties } = JSON.parse(settingsSchemaText());

  expect(properties.minimumNoticeDays).toMatchObject({
    type: "integer",
    minimum: 7,
    default: 10,
    description: expect.stringContaining("deactivation notice"),
  });
  expect(properties.mode).toMatchObject({ enum: ["report", "enforce"] });
});
