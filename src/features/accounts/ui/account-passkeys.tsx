import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import type { Open } from "./account-page.tsx";
import { faultAt, Opened, Part } from "./account-part.tsx";
import { createPasskey } from "./passkey.ts";
import { type Account, type Proof, proofOf, proofPaths, ProofField } from "./proof-field.tsx";
import css from "./account.module.css";

type Passkeys = Reply<"/account/passkeys">;
type Passkey = Passkeys["items"][number];

export function PasskeysPart({ account, passkeys, forms }: { account: Account; passkeys: Passkeys; forms: Open }) {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ["/account/passkeys"] });
  const add = useMutation({
    mutationFn: ({ name, proof }: { name: string; proof: Proof }) => createPasskey(name, proof),
    onSuccess: async () => {
      // Where a second factor was owed, everything else is open from now on.
      await queries.invalidateQueries();
      forms.close("passkey");
    },
  });
  const remove = useMutation({
    mutationFn: (passkeyId: string) => api("DELETE", "/account/passkeys/:passkeyId", { passkeyId }),
    onSettled: again,
  });
  const { items, possible } = passkeys;
  const provable = account.password || account.secondFactor !== null;
  return (
    <Part title="Passkeys">
      <p>
        A passkey signs you in with your fingerprint, face or PIN, on this device or a security key. Nothing of it can be guessed or read
        along.
      </p>
      {items.length > 0 && (
        <ul className={css.rows} aria-label="Passkeys">
          {items.map((passkey) => (
            <Row
              key={passkey.id}
              passkey={passkey}
              forms={forms}
              again={again}
              removing={remove.isPending && remove.variables === passkey.id}
              remove={() => remove.mutate(passkey.id)}
            />
          ))}
        </ul>
      )}
      <p role="alert" className={css.fault}>
        {remove.error?.message}
      </p>
      {!possible && (
        <p className="q3">
          At this address browsers take no passkeys: they need https and a name. On the machine itself, http://localhost will do.
        </p>
      )}
      {possible && !provable && <p className="q3">Choose a password first: it is asked for when a passkey is added.</p>}
      {possible &&
        provable &&
        (forms.form === "passkey" ? (
          <Opened
            label="A new passkey"
            doing={add}
            verb="Make the passkey"
            busy="Follow your device…"
            shown={["/name", ...proofPaths]}
            close={() => forms.open(null)}
            submit={(typed) => add.mutate({ name: typed("name").trim() || "Passkey", proof: proofOf(account, typed) })}
          >
            <TextField
              label="Name"
              name="name"
              maxLength={100}
              autoComplete="off"
              hint="By which you will know it again, such as “Work phone”."
              error={faultAt(add.error, "/name")}
            />
            <ProofField account={account} error={add.error} />
          </Opened>
        ) : (
          <div className={css.acts}>
            <Button onClick={() => forms.open("passkey")}>Add a passkey</Button>
          </div>
        ))}
    </Part>
  );
}

function Row({
  passkey,
  forms,
  again,
  removing,
  remove,
}: {
  passkey: Passkey;
  forms: Open;
  again: () => Promise<void>;
  removing: boolean;
  remove: () => void;
}) {
  const { id, name, synced, createdAt, lastUsedAt } = passkey;
  const rename = useMutation({
    mutationFn: (called: string) => api("PATCH", "/account/passkeys/:passkeyId", { passkeyId: id, name: called }),
    onSuccess: async () => {
      await again();
      forms.close(id);
    },
  });
  if (forms.form === id)
    return (
      <li>
        <Opened
          label={`Another name for ${name}`}
          doing={rename}
          verb="Rename the passkey"
          busy="Renaming…"
          shown={["/name"]}
          close={() => forms.open(null)}
          submit={(typed) => rename.mutate(typed("name").trim() || name)}
        >
          <TextField
            label="Name"
            name="name"
            defaultValue={name}
            maxLength={100}
            autoComplete="off"
            error={faultAt(rename.error, "/name")}
          />
        </Opened>
      </li>
    );
  return (
    <li>
      <p>
        <b>{name}</b>
        <small>
          Added {shortDate(createdAt)}; {lastUsedAt === null ? "not used yet" : `last used ${shortDate(lastUsedAt)}`}
          {synced && "; shared by your devices"}.
        </small>
      </p>
      <span className={css.acts}>
        <Button kind="quiet" onClick={() => forms.open(id)} aria-label={`Rename ${name}`}>
          Rename
        </Button>
        <Button kind="quiet" busy={removing && "Removing…"} onClick={remove} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </span>
    </li>
  );
}
