import { mkdirSync, writeFileSync } from "node:fs";
import { answerSchemas, jsonSchemaOf } from "./json-schemas.ts";

/** Writes the JSON schemas of all answers to infra/cli/schemas; a test fails where they are not current. */
const directory = new URL("schemas/", import.meta.url);
mkdirSync(directory, { recursive: true });
for (const command of Object.keys(answerSchemas))
  writeFileSync(new URL(`${command}.json`, directory), jsonSchemaOf(command));
