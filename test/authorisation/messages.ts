import { enqueue } from "../../src/db/outbox.ts";
import { all, organisations, type Addressed, type Expected, type Rows } from "./matrix.ts";

const administrators: Expected = {
  refused: 403,
  through: { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"] },
};
const mine: Expected = { refused: 404, through: all(["own"]) };
const ofMessage: Addressed = {
  of: organisations,
  input: async ({ thing }, who, of) => ({ messageId: await thing("message", who, of) }),
  looked: true,
};

export const messages: Rows = {
  expected: {
    "message.list": {
      refused: 403,
      through: { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"], auditor: ["own"] },
    },
    "message.read": administrators,
    "message.manage": administrators,
    "notification.read": mine,
    "message.unsubscribe": "everybody",
  },
  addressed: {
    "GET /messages": { of: ["own"] },
    "GET /messages/:messageId": ofMessage,
    // It waits to be sent as it is, so that there is nothing to send again.
    "POST /messages/:messageId/send": { ...ofMessage, answers: 409 },
    "POST /messages/send-held": { of: ["own"] },
    "POST /messages/test": { of: ["own"] },
    "GET /me/notifications": { of: ["own"] },
    "POST /me/notifications/read": { of: ["own"] },
    "GET /me/message-preferences": { of: ["own"] },
    "PUT /me/message-preferences/:kind": { of: ["own"], input: () => ({ kind: "asked", email: "digest" }) },
    "POST /unsubscribe": { of: ["own"], answers: 404, input: () => ({ token: "no such link" }) },
  },
  things: {
    message: {
      each: "organisation",
      make: async ({ house, author }) => {
        const id = await house.within((tx) =>
          enqueue(tx, { template: "test", personId: author.personId, data: { name: author.name }, dedupeKey: "of the matrix" }),
        );
        if (id === null) throw new Error("The message of the matrix was not written.");
        return id;
      },
    },
  },
};
