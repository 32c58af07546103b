import { resolve } from "node:path";
import { expect, test } from "vitest";
import { settings } from "./config.ts";

const refusal = (args: string[], env: Record<string, string> = {}) => {
  try {
    return settings(args, env);
  } catch (error) {
    return error instanceof Error ? `${error.constructor.name}: ${error.message}` : error;
  }
};

test("without a word, Rungs listens to this machine on 4200 and keeps its data in ./data", () => {
  expect(settings([], {})).toEqual({
    host: "127.0.0.1",
    port: 4200,
    where: { data: resolve("data") },
    files: null,
    backups: null,
    demo: false,
    publicUrl: null,
    proxies: 0,
    secret: null,
    mail: null,
    metricsToken: null,
    log: "problems",
  });
});

test("a flag goes before a variable, and an empty variable is none", () => {
  const env = {
    RUNGS_PORT: "4300",
    RUNGS_HOST: "0.0.0.0",
    RUNGS_DATA: "/srv/rungs",
    RUNGS_DATABASE_URL: "",
    RUNGS_PUBLIC_URL: "https://ladders.example.org/",
  };
  expect(settings(["--port", "0"], env)).toMatchObject({
    port: 0,
    host: "0.0.0.0",
    where: { data: "/srv/rungs" },
    publicUrl: "https://ladders.example.org",
  });
  expect(settings(["--data", "/tmp/x y"], { RUNGS_DATABASE_URL: "postgres://a@b/c" }).where).toEqual({ data: "/tmp/x y" });
  expect(settings([], { RUNGS_DATA: "/srv/rungs", RUNGS_DATABASE_URL: "postgres://a@b/c" }).where).toEqual({
    databaseUrl: "postgres://a@b/c",
  });
});

test("a database on a local socket may be named without a host", () => {
  const databaseUrl = "postgresql://rungs@/rungs?host=/run/postgresql";
  expect(settings(["--database-url", databaseUrl], {}).where).toEqual({ databaseUrl });
});

test.each([
  [["--port", "x"], {}, 'A port is a number from 0 to 65535, not "x".'],
  [["--port", "65536"], {}, "A port is a number from 0 to 65535"],
  [["--data", "a", "--database-url", "postgres://a@b/c"], {}, "Name either --data or --database-url"],
  [["--demo", "--data", "a"], {}, "--demo keeps its data in a temporary directory"],
  [["--data", ""], {}, "--data needs the name of a directory."],
  [["--public-url", "ladders.example.org"], {}, "The public address is one such as https://"],
  [["--prot", "1"], {}, "There is no option --prot here. Did you mean --port?"],
  [["now"], {}, "Only options follow here."],
  [[], { RUNGS_SECRET: "short" }, "RUNGS_SECRET needs at least 32 characters."],
  [[], { RUNGS_PROXIES: "many" }, "RUNGS_PROXIES is the number of proxies"],
  [[], { RUNGS_LOG: "loud" }, 'RUNGS_LOG is all, problems or none, not "loud".'],
])("%j with %j is refused in a sentence", (args, env, sentence) => {
  expect(refusal(args, env)).toContain(`UsageError: `);
  expect(refusal(args, env)).toContain(sentence);
});

test("a database's address that cannot be one is refused without repeating the password in it", () => {
  const said = refusal(["--database-url", "mysql://root:hunter2@db/x"]);
  expect(said).toContain("does not look like postgres://");
  expect(said).not.toContain("hunter2");
});

test("a mail server is named by its address, and says who messages come from; a demo reaches nobody", () => {
  const smtp = "smtp://user:pass@mail.example.org:587";
  expect(settings(["--smtp", smtp, "--mail-from", "Rungs <rungs@example.org>"], {}).mail).toEqual({
    smtp,
    from: "Rungs <rungs@example.org>",
  });
  expect(settings([], { RUNGS_SMTP_URL: smtp, RUNGS_PUBLIC_URL: "https://ladders.example.org" }).mail?.from).toBe(
    "Rungs <rungs@ladders.example.org>",
  );
  expect(settings(["--demo"], { RUNGS_SMTP_URL: smtp }).mail).toBeNull();
  expect(() => settings(["--smtp", smtp], {})).toThrow("--mail-from");
  expect(() => settings(["--smtp", "mail.example.org"], {})).toThrow("does not look like smtp://");
  expect(() => settings(["--smtp", smtp, "--mail-from", "everybody"], {})).toThrow("not “everybody”");
});

test("backups are taken where they have a place, and are kept for a fortnight unless another number is given", () => {
  expect(settings(["--backup-dir", "/srv/backups"], {}).backups).toEqual({ directory: "/srv/backups", keep: 14 });
  expect(settings(["--backup-keep", "3"], { RUNGS_BACKUP_DIR: "/srv/backups" }).backups).toEqual({ directory: "/srv/backups", keep: 3 });
  expect(settings(["--demo", "--backup-dir", "/srv/backups"], {}).backups).toBe(null);
  expect(refusal(["--backup-keep", "3"])).toBe("UsageError: Say where backups are to lie with --backup-dir.");
  expect(refusal(["--backup-dir", "x", "--backup-keep", "0"])).toMatch(/one from 1 to 1000, not "0"/);
});
