import * as z from "zod/mini";
import { type IamOperation, iamOperation } from "./iam-operation.ts";

/** The credential report. Its operations know no resource (service authorization reference, IAM). */
export const reportOperations: Readonly<Record<string, IamOperation>> = {
  GenerateCredentialReport: iamOperation({
    input: z.strictObject({}),
    resource: () => ({ resource: "*" }),
    run({ report }) {
      const state = report.generate();
      return state === "STARTED"
        ? { State: state, Description: "No report exists. Starting a new report generation task" }
        : { State: state };
    },
  }),

  GetCredentialReport: iamOperation({
    input: z.strictObject({}),
    resource: () => ({ resource: "*" }),
    run({ report }) {
      const { content, generatedAt } = report.get();
      return {
        Content: Buffer.from(content).toString("base64"),
        ReportFormat: "text/csv",
        GeneratedTime: generatedAt,
      };
    },
  }),
};
