import { describe, expect, test } from "vitest";
import { operations } from "../../test/reference/amara.ts";
import { world } from "../../test/world.ts";
import { ApiError } from "./client.ts";

const { app, as, nobody, organisation, cookie, key, clock } = await world();
const alder = await organisation();
const rowan = await alder.person("Rowan Ash");
const sam = await alder.person("Sam Birch", { manager: rowan });
const kit = await alder.person("Kit Cedar", { manager: sam });
const stranger = await alder.person("Jo Dogwood");
await alder.publish({ ...operations, competencies: operations.competencies.filter((each) => "id" in each), levels: operations.levels?.slice(0, 1) });
await alder.place(kit, "operations/specialist");

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(() => null, (thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error("It was not refused.", { cause: error });
  return { status: error.status, code: error.code };
};

test("a person reads their own report, and so do their managers at any height; a colleague is told that it is not there", async () => {
  for (const reader of [kit, sam, rowan]) {
    const api = await as(reader);
    expect((await api("GET", "/people/:personId/gap", { personId: kit.personId })).person.name).toBe("Kit Cedar");
  }
  const api = await as(stranger);
  expect(await refusal(api("GET", "/people/:personId/gap", { personId: kit.personId }))).toEqual({ status: 404, code: "not-found" });
});
