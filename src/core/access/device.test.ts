import fc from "fast-check";
import { expect, test } from "vitest";
import { deviceOf } from "./device.ts";

const claims = "Mozilla/5.0";
test.each([
  [
    `${claims} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0`,
    "Edge on Windows",
  ],
  [`${claims} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36`, "Chrome on Windows"],
  [`${claims} (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0`, "Firefox on Linux"],
  [`${claims} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15`, "Safari on Mac"],
  [
    `${claims} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1`,
    "Safari on iPhone",
  ],
  [`${claims} (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36`, "Chrome on Android"],
  [`${claims} (Windows NT 10.0)`, "A browser on Windows"],
  ["curl/8.5.0", "A program or an unknown browser"],
  ["", "A program or an unknown browser"],
])("%s is %s", (agent, device) => expect(deviceOf(agent)).toBe(device));

test("whatever a browser says of itself, only words of ours come out", () =>
  fc.assert(
    fc.property(fc.string(), (agent) => {
      expect(deviceOf(`<b>${agent}`)).toMatch(/^[A-Z][\w ]+$/);
    }),
  ));
