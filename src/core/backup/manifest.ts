import { z } from "zod";

/** Of the file as a whole; goes up where an older Rungs could not read what a newer one writes. */
export const FORMAT = 1;

const bytes = z.base64().max(128);

/** The first lines of a backup, readable by anybody: what it is, and how the rest is sealed. */
export const Header = z.strictObject({
  format: z.int().positive(),
  takenAt: z.iso.datetime(),
  /** The version of Rungs that took it. */
  rungs: z.string().max(100),
  /** Null where there is no passphrase: the rest is then held against damage alone. */
  sealed: z
    .strictObject({
      cipher: z.literal("aes-256-gcm"),
      derivation: z.literal("scrypt"),
      salt: bytes,
      // Bounded, so that a file from somebody else cannot ask for all the memory there is.
      cost: z
        .int()
        .min(2 ** 14)
        .max(2 ** 20),
      blockSize: z.int().min(1).max(16),
      parallelization: z.int().min(1).max(16),
      /** Tells a wrong passphrase from a damaged file. */
      check: bytes,
    })
    .nullable(),
});
export type Header = z.output<typeof Header>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

/** What stands before each part of a backup. */
export const Heading = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("table"), name: z.string().max(130), columns: z.array(z.string().max(63)).min(1).max(1600) }),
  /** The bytes of an attached file, named by their SHA-256. */
  z.strictObject({ kind: z.literal("file"), orgId: z.uuid(), hash: sha256 }),
  /** The last part. */
  z.strictObject({ kind: z.literal("manifest") }),
]);
export type Heading = z.output<typeof Heading>;

/** One table as COPY writes it in text format, in the order of its primary key: the same content has the same hash anywhere. */
export const TableContent = z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: count, bytes: count, sha256 });
export type TableContent = z.output<typeof TableContent>;

/** The last part of a backup: what it must hold to be whole. */
export const Manifest = z.strictObject({
  takenAt: z.iso.datetime(),
  rungs: z.string(),
  /** The version of PostgreSQL that it was read from. */
  postgres: z.string(),
  /** What had been applied to the database, in order. */
  migrations: z.array(z.strictObject({ name: z.string(), hash: z.string() })),
  organisations: count,
  tables: z.array(TableContent),
  files: z.strictObject({
    count,
    bytes: count,
    /** Files that the database speaks of and that were not where files are kept. */
    missing: count,
  }),
});
export type Manifest = z.output<typeof Manifest>;
