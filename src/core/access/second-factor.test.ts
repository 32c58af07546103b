import fc from "fast-check";
import { expect, test } from "vitest";
import type { Member } from "./actor.ts";
import { policy, type Permission } from "./policy.ts";
import { roles } from "./roles.ts";
import { owesSecondFactor, withoutSecondFactor } from "./second-factor.ts";

const member = (kind: Member["kind"], held: readonly Member["grants"][number]["role"][]): Member => ({
  kind,
  orgId: "alder",
  personId: "rowan",
  accountId: "rowan's",
  grants: held.map((role) => ({ role, framework: null, teams: null })),
  scopes: null,
});
const rules = ["none", "administrators", "everybody"] as const;

test("a second factor is owed by those of whom it is asked, until they have shown it; never by a key", () => {
  fc.assert(
    fc.property(fc.constantFrom(...rules), fc.boolean(), fc.subarray([...roles]), (rule, shown, held) => {
      const asked = rule === "everybody" || (rule === "administrators" && (held.includes("owner") || held.includes("administrator")));
      expect(owesSecondFactor(member("person", held), rule, shown)).toBe(asked && !shown);
      expect(owesSecondFactor(member("key", held), rule, shown)).toBe(false);
    }),
  );
});

test("to whoever owes one nothing is left but who they are and their own sign-in", () => {
  expect(Object.keys(policy).filter((permission) => withoutSecondFactor(permission as Permission) /* the keys of the policy */)).toEqual([
    "me.read",
    "account.manage",
  ]);
});
