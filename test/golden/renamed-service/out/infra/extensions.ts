// This file is yours: sage-gen made it once and never changes it. What it declares
// joins every stack, beside what the spec makes.
import type { Resources } from "./index";

/** Runs after everything else; what an environment does not have is undefined. */
export function extend(resources: Resources): void {
  // For example: new aws.cloudwatch.Dashboard("mine", { … })
}
