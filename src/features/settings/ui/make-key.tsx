import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./settings.module.css";

const scopes = [
  { scope: "read", says: "reads what you may read" },
  { scope: "write", says: "changes what you may change" },
  { scope: "admin", says: "does what you may as an administrator: settings, keys, accounts" },
] as const;
type Scope = (typeof scopes)[number]["scope"];

/** A day in ms. */
const DAY = 86_400_000;

const make = (name: string, chosen: readonly Scope[], days: number) =>
  api("POST", "/api-keys", { name, scopes: [...chosen], expiresAt: new Date(Date.now() + days * DAY).toISOString() });
export type Made = Awaited<ReturnType<typeof make>>;

export function MakeKey({ onMade }: { onMade: (made: Made) => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["read"]);
  const [days, setDays] = useState("90");
  const [missing, setMissing] = useState<"name" | "scopes" | null>(null);
  const making = useMutation({ mutationFn: () => make(name, chosen, Number(days)), onSuccess: onMade });
  return (
    <form
      className={css.make}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const lacks = name.trim() === "" ? "name" : chosen.length === 0 ? "scopes" : null;
        setMissing(lacks);
        if (lacks === null && !making.isPending) making.mutate();
      }}
    >
      <TextField
        label="Which program is it for?"
        value={name}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        error={missing === "name" ? "Name the program, so that you know later what stops when you revoke its key." : undefined}
      />
      <fieldset className={css.scopes}>
        <legend>What it may do</legend>
        {scopes.map(({ scope, says }) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={({ target: { checked } }) =>
                setChosen(scopes.map((each) => each.scope).filter((each) => (each === scope ? checked : chosen.includes(each))))
              }
            />
            <span>
              {scope} <small>{says}</small>
            </span>
          </label>
        ))}
        {missing === "scopes" && <p className={css.fault}>Tick at least one: a key that may do nothing is of no use.</p>}
      </fieldset>
      <Select
        label="It runs out in"
        options={[7, 30, 90, 180, 365].map((each) => ({ value: String(each), label: counted(each, "day") }))}
        value={days}
        onChange={setDays}
      />
      {making.isError && (
        <p role="alert" className={css.fault}>
          {making.error.message}
        </p>
      )}
      <Button type="submit" kind="main" busy={making.isPending && "Making…"}>
        Make a key
      </Button>
    </form>
  );
}
