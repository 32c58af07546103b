import { defineConfig } from "vitest/config";

// Two projects: what is pure needs nothing, all else has a PostgreSQL of this run's own.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "core",
          include: ["src/{core,cli}/**/*.test.ts", "test/architecture.test.ts"],
        },
      },
      {
        test: {
          name: "postgres",
          include: [
            "src/{db,http,server,features}/**/*.test.ts",
            "src/config.test.ts",
            "test/*.test.ts",
            "test/{postgres,durability}/**/*.test.ts",
          ],
          exclude: ["test/architecture.test.ts"],
          globalSetup: ["test/setup/postgres.ts"],
          hookTimeout: 60_000,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
