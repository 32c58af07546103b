import { describe, expect, test } from "vitest";
import type { Grant, Member } from "./actor.ts";
import { mayReceive, sharingPolicy, type CopySubject } from "./sharing.ts";

const member = (personId: string, ...grants: Grant["role"][]): Member => ({
  kind: "person",
  orgId: "house",
  personId,
  accountId: personId,
  grants: grants.map((role) => ({ role, framework: null, teams: null })),
  scopes: null,
});
const copy: CopySubject = {
  orgId: "house",
  personId: "ida",
  managers: ["head", "chief"],
  teams: [],
  sharedBy: "ida",
  sharedWith: "mentor",
  revoked: false,
};
const taken = { ...copy, revoked: true };

describe("a copy that was shared", () => {
  test("is read by whom it was handed to, until it is taken back; they go on knowing that there was one", () => {
    const mentor = member("mentor");
    expect(sharingPolicy["copy.open"](mentor, copy)).toBe(true);
    expect(sharingPolicy["copy.open"](mentor, taken)).toBe(false);
    expect(sharingPolicy["copy.read"](mentor, taken)).toBe(true);
    expect(sharingPolicy["copy.revoke"](mentor, copy)).toBe(false);
  });
  test("is read by those who may read the report itself, and taken back by those who answer for the person", () => {
    for (const reader of [member("ida"), member("head"), member("chief"), member("judith", "people-partner")]) {
      expect(sharingPolicy["copy.open"](reader, taken)).toBe(true);
      expect(sharingPolicy["copy.revoke"](reader, copy)).toBe(true);
    }
    expect(sharingPolicy["copy.open"](member("agnes", "auditor"), copy)).toBe(true);
    expect(sharingPolicy["copy.revoke"](member("agnes", "auditor"), copy)).toBe(false);
  });
  test("is not there for anybody else, administrators included, nor in another organisation", () => {
    for (const stranger of [member("otto"), member("xavier", "owner", "administrator"), { ...member("mentor"), orgId: "other" }])
      expect(sharingPolicy["copy.read"](stranger, copy)).toBe(false);
  });
  test("of a former manager is theirs no more", () => {
    const former = { ...copy, sharedBy: "before" };
    expect(sharingPolicy["copy.open"](member("before"), former)).toBe(false);
  });
});

test("a person hands their report to whom they like, others only to the person and to those who manage them", () => {
  expect(mayReceive(member("ida"), copy, "otto")).toBe(true);
  expect(mayReceive(member("ida"), copy, "ida")).toBe(false);
  expect(mayReceive(member("head"), copy, "ida")).toBe(true);
  expect(mayReceive(member("head"), copy, "chief")).toBe(true);
  expect(mayReceive(member("head"), copy, "otto")).toBe(false);
  expect(mayReceive(member("head"), copy, "head")).toBe(false);
});
