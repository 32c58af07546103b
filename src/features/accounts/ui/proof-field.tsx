import { TextField } from "../../../web/parts/field.tsx";
import type { Reply } from "../../../web/api.ts";
import { faultAt } from "./account-part.tsx";

export type Account = Reply<"/account">;
export type Proof = { password: string } | { code: string };

/** Says to a keeper of passwords whose password this is. @param email "" where it is not known. */
export const Username = ({ email }: { email: string }) => <input hidden readOnly name="username" autoComplete="username" value={email} />;

/** The password, or a code where there is no password: asked for before what a session alone must not do. */
export function ProofField({ account, error }: { account: Account; error: Error | null }) {
  if (account.password)
    return (
      <>
        <Username email={account.email} />
        <TextField
          label="Your password"
          name="proof"
          type="password"
          autoComplete="current-password"
          maxLength={128}
          hint="So that nobody does this at a computer you left open."
          error={faultAt(error, "/proof/password")}
        />
      </>
    );
  return (
    <TextField
      label="A code of your app"
      name="proof"
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={40}
      hint="So that nobody does this at a computer you left open. A recovery code will do."
      error={faultAt(error, "/proof/code")}
    />
  );
}

export const proofPaths = ["/proof/password", "/proof/code"] as const;

/** What was typed into the field above. */
export const proofOf = (account: Account, typed: (name: string) => string): Proof =>
  account.password ? { password: typed("proof") || " " } : { code: typed("proof").trim() || "-" };
