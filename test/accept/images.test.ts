// The generated images, built and run by a real Docker Engine with real applications in them, and then brought up by
// Docker Compose. The base images can't be fetched here: stand-ins are made from packages of Debian and npm under the
// names that the generated files say (images/bases.Dockerfile tells what differs). So what is proven is what the
// generated files do on such a base, and not what the published base images hold.
import { afterAll, beforeAll, describe } from "vitest";
import { composeUp } from "./compose/up.ts";
import { backend } from "./images/backend.ts";
import { operations, vite } from "./images/vite.ts";
import { makeWorld, type World } from "./images/world.ts";

let made: World | undefined;
/** One engine, and one build of everything, for all proofs: they come one after the other. */
const world = (): World => {
  if (!made) throw new Error("the images were not built");
  return made;
};

beforeAll(async () => {
  made = await makeWorld();
}, 1_500_000);
afterAll(() => made?.end(), 60_000);

describe("a NestJS service with pnpm and Prisma", () => backend(world));
describe("a Vite application", () => vite(world));
describe("the operations", () => operations(world));
// The last, because it moves the engine into a network of its own.
describe("docker-compose.yml", () => composeUp(world));
