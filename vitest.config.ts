// Where the tests are, and what makes them honest: no snapshot is written unless asked, no focused test passes.
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/scratch.ts",
    update: "none",
    allowOnly: false,
    passWithNoTests: false,
    // More files at once than the two cores of a small machine: those with real tools mostly wait for them.
    maxWorkers: Math.max(3, availableParallelism()),
    // Bounded for a busy machine: what hangs fails, and what is slow does not.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
