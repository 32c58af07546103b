import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { passkeyOptions, signInWithPasskey } from "../../../web/session.ts";
import type { Proof } from "./proof-field.tsx";

/** The device or its owner said no; the words are for the owner. */
export class Declined extends Error {}

function declined(error: unknown): never {
  if (error instanceof ApiError) throw error;
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") throw new Declined("This device has a passkey for this account already.");
  if (name === "NotAllowedError" || name === "AbortError")
    throw new Declined("Your device did not confirm, or the time ran out. Nothing has changed; try once more.");
  throw new Declined("Your browser or device could not do this. Nothing has changed.");
}

/** Asks the server for a challenge, the device for a passkey, and has it kept. @throws ApiError, Declined */
export async function createPasskey(name: string, proof: Proof): Promise<void> {
  const { options } = await api("POST", "/account/passkeys/begin", { proof });
  const { startRegistration } = await import("@simplewebauthn/browser");
  // The server hands on what its library wrote for this very call.
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const response = await startRegistration({ optionsJSON }).catch(declined);
  await api("POST", "/account/passkeys", {
    name,
    response: {
      ...response,
      clientExtensionResults: {},
      response: { ...response.response, transports: response.response.transports ?? [] },
    },
  });
}

/** Signs in with whichever passkey of this site the owner of the device chooses. @throws ApiError, Declined */
export async function enterWithPasskey(): Promise<void> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const response = await startAuthentication({ optionsJSON: await passkeyOptions() }).catch(declined);
  await signInWithPasskey(response);
}

/**
 * Offers passkeys among what the browser fills into the field of the address, where it can. It waits for as long as the
 * page stands, and says nothing where nobody takes one.
 *
 * @returns whether somebody has signed in so.
 */
export async function offerPasskeys(): Promise<boolean> {
  const { browserSupportsWebAuthnAutofill, startAuthentication } = await import("@simplewebauthn/browser");
  if (!(await browserSupportsWebAuthnAutofill())) return false;
  const optionsJSON = await passkeyOptions();
  // A button pressed meanwhile takes the place of this offer; so does leaving the page.
  const response = await startAuthentication({ optionsJSON, useBrowserAutofill: true }).catch(() => null);
  if (response === null) return false;
  await signInWithPasskey(response);
  return true;
}

export async function leaveOffer(): Promise<void> {
  const { WebAuthnAbortService } = await import("@simplewebauthn/browser");
  WebAuthnAbortService.cancelCeremony();
}
