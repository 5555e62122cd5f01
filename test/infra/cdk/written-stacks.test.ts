import { expect, it } from "vitest";
import { writtenStacks } from "../../../infra/cdk/written-stacks.ts";
import { assemblyOf, byStackSet, type Sections, settingsWith } from "../../support/deployment-fixture.ts";

function printed(sections: Sections) {
  const settings = settingsWith(sections);
  return writtenStacks(settings, "cdk.out", assemblyOf(settings).stacks);
}

it("names the account and Region of each stack, in the order of deployment", () => {
  expect(printed({ rollout: byStackSet })).toBe(
    [
      "cdk.out: 5 stacks, report mode",
      "  curfew-delegation    111122223333, eu-central-1",
      "  curfew-rollout       111122223333, eu-central-1",
      "  curfew-member-roles  111122223333, unless the settings exclude it",
      "  curfew-mail          444455556666, eu-central-1",
      "  curfew-hub           444455556666, eu-central-1",
    ].join("\n"),
  );
});

it("says where a stack goes that may be in any account", () => {
  expect(printed({})).toContain("curfew-member-roles  every account\n");
  expect(printed({ rollout: { ...byStackSet, callAs: "delegatedAdmin" } })).toContain(
    "curfew-rollout       the delegated administrator of StackSets\n",
  );
});
