// Every part of the torture, the longest first, as they run. A new part is a line here, and a test of its quick share.
import { answers } from "./answers.ts";
import { files } from "./files.ts";
import { inputs } from "./inputs.ts";
import { leaks } from "./leaks.ts";
import { leaves } from "./leaves.ts";
import { packedPart } from "./packed.ts";
import type { Part } from "./part.ts";
import { readings } from "./readings.ts";
import { stops } from "./stops.ts";
import { values } from "./values.ts";

export const PARTS: readonly Part[] = [stops, inputs, readings, values, answers, files, leaves, leaks, packedPart];
