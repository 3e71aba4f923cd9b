// Chance in the tests: the same in every run, so that a verdict is about the change. FUZZ_SEED tries another.
import * as fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["FUZZ_SEED"] ?? 1) });

export { fc };
