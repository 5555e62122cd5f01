import { describe } from "vitest";
import { commonCases } from "./end-to-end/common-cases.ts";
import { doctorCases } from "./end-to-end/doctor-cases.ts";
import { documentedCases } from "./end-to-end/documented-cases.ts";
import { explainCases } from "./end-to-end/explain-cases.ts";
import { forecastCases } from "./end-to-end/forecast-cases.ts";
import { restoreCases } from "./end-to-end/restore-cases.ts";
import { runCases } from "./end-to-end/run-cases.ts";
import { sandboxCases } from "./end-to-end/sandbox-cases.ts";
import { sharedSandbox } from "./end-to-end/shared-sandbox.ts";
import { statusCases } from "./end-to-end/status-cases.ts";

// One sandbox for all, because starting it takes time. The cases of the page run first, in a fresh sandbox.
const sandbox = sharedSandbox();
describe("docs/cli.md", () => documentedCases(sandbox));
describe("curfew sandbox", () => sandboxCases(sandbox));
describe("curfew run", () => runCases(sandbox));
describe("curfew status", () => statusCases(sandbox));
describe("curfew explain", () => explainCases(sandbox));
describe("curfew forecast", () => forecastCases(sandbox));
describe("curfew restore", () => restoreCases(sandbox));
describe("curfew doctor", () => doctorCases(sandbox));
describe("every command", () => commonCases(sandbox));
