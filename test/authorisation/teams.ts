import { all, organisations, type Addressed, type Rows } from "./matrix.ts";

/** The unit that a people partner of some units answers for, or one of another organisation. */
const ofTeam = (more: Record<string, unknown>, answers?: number): Addressed => ({
  of: organisations,
  input: async ({ thing }, who, of) => ({ teamId: await thing("team", who, of), ...more }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});

export const teams: Rows = {
  expected: {
    "team.list": { refused: 404, through: all(["own"]) },
    "team.manage": {
      refused: 403,
      through: {
        partner: ["own"],
        administrator: ["own"],
        owner: ["own"],
        stranger: ["own"],
        writeKey: ["own"],
        adminKey: ["own"],
      },
    },
  },
  addressed: {
    "GET /teams": { of: ["own"] },
    "POST /teams": { of: ["own"], input: (_subjects, who) => ({ name: `Made by ${who}` }) },
    "PATCH /teams/:teamId": ofTeam({}),
    // Into a team that is not there: nothing is changed for the cells that follow.
    "POST /teams/:teamId/merge": ofTeam({ into: "019a0000-0000-7000-8000-000000000000" }, 400),
    // Somebody is in it.
    "DELETE /teams/:teamId": ofTeam({}, 409),
  },
  things: {
    team: {
      each: "organisation",
      make: async ({ house }) => {
        const id = await house.team(`Held of ${house.name}`);
        await house.person(`Holder of ${house.name}`, { team: id });
        return id;
      },
    },
  },
};
