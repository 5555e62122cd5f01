import { describe, expect, it } from "vitest";
import { findTags, readUserFacts } from "../../../functions/domain/user-facts.ts";
import { today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

describe("the tags that the policy names", () => {
  const find = (...tags: readonly { key: string; value: string }[]) => findTags(tags, rules());

  it("are found among others", () => {
    const other = { key: "team", value: "blue" };
    const email = { key: "email", value: "jane@example.com" };
    const userType = { key: "UserType", value: "employee" };
    const exempt = { key: "CurfewExempt", value: "please" };
    expect(find(other, exempt, email, userType)).toEqual({
      email: "jane@example.com",
      userType: "employee",
      exempt: "please",
    });
  });

  it("are absent if the user has no tag with that key", () => {
    expect(find({ key: "e-mail", value: "jane@example.com" })).toEqual({});
  });

  it("are found in whatever case their keys are written", () => {
    expect(find({ key: "EMAIL", value: "jane@example.com" }, { key: "usertype", value: "machine" })).toEqual({
      email: "jane@example.com",
      userType: "machine",
    });
  });

  it("count all if two keys differ only in case, whatever their order and once if they are equal", () => {
    const one = { key: "email", value: "jane@example.com" };
    const other = { key: "Email", value: "joe@example.com" };
    expect(find(other, one).email).toBe("jane@example.com joe@example.com");
    expect(find(one, other).email).toBe("jane@example.com joe@example.com");
    expect(find(one, { ...one, key: "Email" }).email).toBe("jane@example.com");
  });

  it("are no known user type if there are two", () => {
    const found = find({ key: "UserType", value: "employee" }, { key: "usertype", value: "machine" });
    expect(readUserFacts(found, rules(), today).userType).toEqual({
      known: false,
      found: "employee machine",
    });
  });
});

it.each(["staff", "Staff", " intern "])("the user type %j is one of two values of employee", (userType) => {
  const own = rules({ userTypes: { employee: { tagValues: ["Staff", "intern"] } } });
  expect(readUserFacts({ userType }, own, today).userType).toEqual({ known: true, name: "employee" });
});
