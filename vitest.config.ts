import { defineConfig } from "vitest/config";
import { AT_ONCE } from "./test/setup/demo.ts";

const setupFiles = ["test/setup/quiet.ts"];
// `isolate: false`: files that run one after the other in a process share what they import, which otherwise takes longer than the
// tests. What a file needs for itself (a database, a directory) it makes, and no helper of theirs registers hooks as it is imported.

/** In ms. Tests wait for conditions, never for time to pass: this only ends those whose condition never comes. */
const patience = { testTimeout: 240_000, hookTimeout: 120_000 };

// What is pure needs nothing; what asks a database has a PostgreSQL of this run's own; the browser meets all of it, built.
export default defineConfig({
  test: {
    allowOnly: false,
    maxWorkers: "100%",
    // Node runs the files as the server does, types erased; nothing in them asks for more.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      {
        test: {
          name: "core",
          isolate: false,
          include: [
            "src/{core,cli,web}/**/*.test.{ts,tsx}",
            "src/features/**/ui/**/*.test.{ts,tsx}",
            "src/config.test.ts",
            "test/{architecture,lock-file}.test.ts",
            "test/reference/**/*.test.ts",
          ],
          setupFiles,
          ...patience,
        },
      },
      {
        test: {
          name: "postgres",
          isolate: false,
          include: ["src/{db,http,server,features}/**/*.test.ts", "test/*.test.ts", "test/{postgres,durability}/**/*.test.ts"],
          exclude: ["src/features/**/ui/**", "test/{architecture,lock-file}.test.ts"],
          globalSetup: ["test/setup/postgres.ts"],
          setupFiles,
          ...patience,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/setup/demo.ts"],
          setupFiles,
          ...patience,
          // One browser and one demo per file that runs.
          maxWorkers: AT_ONCE,
        },
      },
    ],
  },
});
