import { expect, it } from "vitest";
import { jsonInPieces } from "../../../functions/report/json-in-pieces.ts";
import { reporter } from "./report-fixture.ts";

it("writes the same JSON as in one piece, each entry of a list by itself", async () => {
  const { summarize, report } = await reporter({
    accounts: ["100000000001", "100000000002"].map((id) => ({ id, name: `Account "${id}"`, path: ["r-x"] })),
    results: [],
  });
  await summarize();
  const written = { ...report(), previous: undefined };

  const pieces = [];
  for await (const piece of jsonInPieces(written)) pieces.push(piece);

  expect(pieces.join("")).toBe(JSON.stringify(written));
  expect(pieces.filter((piece) => piece.includes('"path":["r-x"]'))).toHaveLength(2);
});
