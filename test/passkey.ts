import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

/*
 * A device that makes passkeys and answers with them, as the Web Authentication specification has it, so that a test may
 * also make it answer wrongly. ES256, attestation "none".
 */
const bytes = (...parts: (Buffer | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const text = (words: string) => bytes([0x60 + words.length], Buffer.from(words)); // CBOR, shorter than 24 bytes
const data = (content: Buffer) => bytes([0x59, content.length >> 8, content.length & 255], content);

export type Answering = {
  origin: string;
  rpId: string;
  /** Whether the device says that it asked its owner. */
  verified?: boolean;
};
type Credential = { id: Buffer; key: KeyObject };

const clientData = (type: string, challenge: string, { origin }: Answering) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
const flags = ({ verified = true }: Answering, more = 0) => 0x01 | (verified ? 0x04 : 0) | more;

/** @returns what a browser sends when a passkey has been made, and the passkey. */
export function register(challenge: string, answering: Answering) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  // { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
  const cose = bytes(
    [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32],
    Buffer.from(x, "base64url"),
    [0x22, 0x58, 32],
    Buffer.from(y, "base64url"),
  );
  const authenticator = bytes(sha256(answering.rpId), [flags(answering, 0x40), 0, 0, 0, 0], Buffer.alloc(16), [0, id.length], id, cose);
  const attestation = bytes([0xa3], text("fmt"), text("none"), text("attStmt"), [0xa0], text("authData"), data(authenticator));
  const credential: Credential = { id, key: privateKey };
  return {
    credential,
    response: {
      id: id.toString("base64url"),
      rawId: id.toString("base64url"),
      type: "public-key" as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientData("webauthn.create", challenge, answering).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      },
    },
  };
}

/** @returns what a browser sends when the passkey has answered. */
export function answer({ id, key }: Credential, challenge: string, answering: Answering) {
  const client = clientData("webauthn.get", challenge, answering);
  const authenticator = bytes(sha256(answering.rpId), [flags(answering), 0, 0, 0, 0]);
  const signature = createSign("sha256")
    .update(bytes(authenticator, sha256(client)))
    .sign(key);
  return {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key" as const,
    clientExtensionResults: {},
    response: {
      clientDataJSON: client.toString("base64url"),
      authenticatorData: authenticator.toString("base64url"),
      signature: signature.toString("base64url"),
    },
  };
}
