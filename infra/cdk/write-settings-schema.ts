import { writeFileSync } from "node:fs";
import { settingsSchemaFile, settingsSchemaText } from "./settings-json-schema.ts";

writeFileSync(settingsSchemaFile, settingsSchemaText());
