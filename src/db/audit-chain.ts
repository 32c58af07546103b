import { randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { addressHash, entryHash, LATEST_MS, sealOf, type Entry, type Seal } from "../core/audit/seal.ts";
import { checkSeal, insertedLate, type Fault, type Place, type TakenAway } from "../core/audit/verify.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** The most entries of one seal, and about as many are read at a time to verify them. */
const BATCH = 2000;
/** Faults that are told one by one; of more only their number. */
const MOST_FAULTS = 100;

/** As it is hashed: to the microsecond, which a Date would lose. */
const micros = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const millis = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

type LogRow = Entry & { address: string | null };
const entryColumns = `entry.audit_id as id, ${micros("entry.at")} as at, entry.actor_kind as "actorKind", entry.actor_id as "actorId", entry.action,
  entry.subject_id as "subjectId", entry.details, entry.request_id as "requestId", entry.address`;
const sealColumns = `seal, first_id as "firstId", last_id as "lastId", entries, encode(entries_hash, 'hex') as "entriesHash",
  encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash, ${millis("through")} as through, ${millis("sealed_at")} as "sealedAt"`;

// One at a time for each organisation, however many servers run the job.
const queue = statement(`select pg_advisory_xact_lock(7826104, hashtext(rungs.current_org()::text))`);
const clock = statement<{ now: string }>(`select ${millis("clock_timestamp()")} as now`);
const lastSeal = statement<Seal>(`select ${sealColumns} from rungs.audit_seal order by seal desc limit 1`);

const notSealed = `not exists (select from rungs.audit_sealed as sealed where sealed.org_id = entry.org_id and sealed.audit_id = entry.audit_id)`;
const newEntries = statement<LogRow>(`
  select ${entryColumns} from rungs.audit as entry
   where entry.at >= $1::timestamptz and ${notSealed}
   order by entry.at, entry.audit_id limit $2`);

const writeSeal = statement(`
  with seal as (
    insert into rungs.audit_seal (org_id, seal, first_id, last_id, entries, entries_hash, previous_hash, hash, through, sealed_at)
    select rungs.current_org(), seal, "firstId", "lastId", entries, decode("entriesHash", 'hex'), decode("previousHash", 'hex'), decode(hash, 'hex'), through, "sealedAt"
      from jsonb_to_record($1::jsonb) as made (seal integer, "firstId" uuid, "lastId" uuid, entries integer, "entriesHash" text, "previousHash" text,
           hash text, through timestamptz, "sealedAt" timestamptz)
    returning seal)
  insert into rungs.audit_sealed (org_id, audit_id, seal, position, at, hash, address_salt, address_hash)
  select rungs.current_org(), id, seal.seal, position - 1, at, decode(hash, 'hex'), decode(salt, 'hex'), decode(address, 'hex')
    from seal, rows from (jsonb_to_recordset($2::jsonb) as (id uuid, at timestamptz, hash text, salt text, address text))
         with ordinality as made (id, at, hash, salt, address, position)`);

/**
 * Seals the entries that no seal holds yet, the oldest first and at most some thousands. What is dated before the time that the
 * last seal covers is left out: it was put in behind its back, and `verifyChain` names it.
 *
 * @returns how many were sealed; fewer than there are where there are very many, so that the caller goes on until it is 0.
 */
export async function sealNew(tx: Tx, orgId: string): Promise<number> {
  await queue(tx);
  const [before] = await lastSeal(tx);
  const [time] = await clock(tx);
  const from = before === undefined ? "-infinity" : new Date(Date.parse(before.through) - LATEST_MS).toISOString();
  const rows = await newEntries(tx, from, BATCH);
  const last = rows.at(-1);
  if (last === undefined || time === undefined) return 0;
  const leaves = rows.map(({ address, ...entry }) => {
    const salt = address === null ? null : randomBytes(16).toString("hex");
    const hashed = address === null || salt === null ? null : addressHash(salt, address);
    return { id: entry.id, at: entry.at, hash: entryHash(orgId, entry, hashed), salt, address: hashed };
  });
  const through = rows.length < BATCH ? time.now : `${last.at.slice(0, 23)}Z`;
  const seal = sealOf(orgId, before ?? null, leaves, { through, sealedAt: time.now });
  await writeSeal(tx, JSON.stringify(seal), JSON.stringify(leaves));
  return rows.length;
}

/** What was found; `whole` where there is no fault. `head` is what to note somewhere else, to compare with later. */
export type Verification = {
  whole: boolean;
  /** Entries that a seal holds, those taken away on purpose included. */
  sealed: number;
  /** Entries that are still to be sealed, and since when the oldest of them waits. */
  unsealed: number;
  unsealedSince: string | null;
  seals: number;
  head: { seal: number; hash: string; sealedAt: string } | null;
  entriesForgotten: number;
  addressesForgotten: number;
  /** The first hundred of `faultCount`. */
  faults: Fault[];
  faultCount: number;
};

const takenAway = statement<{ entriesBefore: string | null; addressesBefore: string | null; erased: string[] | null }>(`
  select ${micros("max((details ->> 'before')::timestamptz) filter (where action = 'retention.run' and details ->> 'kind' = 'audit-entries')")} as "entriesBefore",
         ${micros("max((details ->> 'before')::timestamptz) filter (where action = 'retention.run' and details ->> 'kind' = 'audit-addresses')")} as "addressesBefore",
         array_agg(subject_id) filter (where action = 'person.erase' and subject_id is not null) as erased
    from rungs.audit where action in ('retention.run', 'person.erase')`);

const sealsAfter = statement<Seal>(`select ${sealColumns} from rungs.audit_seal where seal > $1 order by seal limit 200`);

type PlaceRow = LogRow & {
  seal: number;
  sealedId: string;
  sealedAt: string;
  hash: string;
  salt: string | null;
  addressHash: string | null;
};
const placesOf = statement<PlaceRow | (Omit<PlaceRow, "id"> & { id: null })>(`
  select sealed.seal, sealed.audit_id as "sealedId", ${micros("sealed.at")} as "sealedAt", encode(sealed.hash, 'hex') as hash,
         encode(sealed.address_salt, 'hex') as salt, encode(sealed.address_hash, 'hex') as "addressHash", ${entryColumns}
    from rungs.audit_sealed as sealed
    left join rungs.audit as entry on entry.org_id = sealed.org_id and entry.audit_id = sealed.audit_id
   where sealed.seal between $1 and $2
   order by sealed.seal, sealed.position`);

const unsealedOf = statement<{ count: number; since: string | null; late: { id: string; at: string }[] | null }>(`
  select count(*)::int as count, min(${micros("entry.at")}) as since,
         (array_agg(jsonb_build_object('id', entry.audit_id, 'at', ${micros("entry.at")}) order by entry.at, entry.audit_id))[1:${MOST_FAULTS}] as late
    from rungs.audit as entry where ${notSealed}`);

/** Reads the whole log, a few thousand entries at a time. @param expect the hash of a seal that was noted before, 64 hexadecimal digits. */
export async function verifyChain(tx: Tx, orgId: string, expect: string | null): Promise<Verification> {
  const [said] = await takenAway(tx);
  const taken: TakenAway = {
    entriesBefore: said?.entriesBefore ?? null,
    addressesBefore: said?.addressesBefore ?? null,
    erased: new Set(said?.erased ?? []),
  };
  const found = { sealed: 0, seals: 0, entriesForgotten: 0, addressesForgotten: 0, faultCount: 0 };
  const faults: Fault[] = [];
  const tell = (more: readonly Fault[]) => {
    found.faultCount += more.length;
    faults.push(...more.slice(0, Math.max(0, MOST_FAULTS - faults.length)));
  };
  let before: Seal | null = null;
  let met = expect === null;
  for (let seals = await sealsAfter(tx, 0); seals.length > 0; seals = await sealsAfter(tx, before?.seal ?? 0)) {
    const some = atOnce(seals);
    const places = Map.groupBy(await placesOf(tx, some[0]?.seal, some.at(-1)?.seal), ({ seal }) => seal);
    for (const seal of some) {
      const here = (places.get(seal.seal) ?? []).map(placeOf);
      const checked = checkSeal(orgId, before, seal, here, taken);
      tell(checked.faults);
      found.sealed += here.length;
      found.seals += 1;
      found.entriesForgotten += checked.entriesForgotten;
      found.addressesForgotten += checked.addressesForgotten;
      met ||= seal.hash === expect?.toLowerCase();
      before = seal;
    }
  }
  const [open] = await unsealedOf(tx);
  const late = (open?.late ?? []).filter(({ at }) => insertedLate(before, at));
  tell(
    late.map(({ id, at }) => ({
      code: "entry-inserted" as const,
      seal: null,
      entry: id,
      message: `Entry ${id} is dated ${at}, which was sealed without it: it was put in later.`,
    })),
  );
  if (!met)
    tell([
      {
        code: "head-missing",
        seal: null,
        entry: null,
        message: `No seal has the hash ${expect}. The log was cut off before it, or written anew since that was noted.`,
      },
    ]);
  return {
    ...found,
    whole: found.faultCount === 0,
    unsealed: (open?.count ?? 0) - late.length,
    unsealedSince: open?.since ?? null,
    head: before === null ? null : { seal: before.seal, hash: before.hash, sealedAt: before.sealedAt },
    faults,
  };
}

/** The first of these seals that hold some thousands of entries together, one at the least. */
function atOnce(seals: readonly Seal[]): Seal[] {
  let entries = 0;
  return seals.filter((seal, index) => (entries += seal.entries) <= BATCH || index === 0);
}

const placeOf = (row: PlaceRow | (Omit<PlaceRow, "id"> & { id: null })): Place => {
  const { sealedId, sealedAt, hash, salt, addressHash: hashed, seal: _, id, ...entry } = row;
  return { id: sealedId, at: sealedAt, hash, sealed: { salt, hash: hashed }, entry: id === null ? null : { id, ...entry } };
};
