// Every file of the output, read back in its own language.
import { byText } from "#schema/order.ts";
import { readDockerfile, type Stage } from "./dockerfile.ts";
import { readHcl } from "./hcl.ts";
import { type Node, step, type Table, textOf, type Thing } from "./node.ts";
import { parseModule } from "./program/module.ts";
import { run } from "./program/run.ts";
import { isUnreadable, type Unreadable } from "./unreadable.ts";
import { readYaml } from "./yaml.ts";

/** One environment as the program makes it. */
export interface StackSource {
  readonly name: string;
  readonly file: string;
  readonly settings: Node;
  readonly things: readonly Thing[];
}

export interface Sources {
  /** Every text, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly compose: Node | undefined;
  /** By file name without its ending: `deploy-api`. */
  readonly workflows: ReadonlyMap<string, Node>;
  readonly dockerfiles: ReadonlyMap<string, readonly Stage[]>;
  readonly project: Node | undefined;
  readonly packages: Node | undefined;
  /** Sorted by name. */
  readonly stacks: readonly StackSource[];
  readonly monitoring: Table | undefined;
  /** What no reader can read. */
  readonly faults: readonly Unreadable[];
}

/** Reads every file that can be read. */
export function readSources(texts: ReadonlyMap<string, string>): Sources {
  const faults: Unreadable[] = [];
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
      faults.push(fault);
      return undefined;
    }
  };
  const read = <T>(path: string, reader: (file: string, text: string) => T): T | undefined => {
    const text = texts.get(path);
    return text === undefined ? undefined : attempt(() => reader(path, text));
  };
  const all = <T>(pattern: RegExp, reader: (file: string, text: string) => T): Map<string, T> => {
    const files = [...texts.keys()].filter((path) => pattern.test(path)).sort(byText);
    return new Map(
      files.flatMap((path): [string, T][] => {
        const value = read(path, reader);
        return value === undefined ? [] : [[path, value]];
      }),
    );
  };
  const project = read("infra/Pulumi.yaml", readYaml);
  // All but extensions.ts, which is the user's own.
  const modules = all(/^infra\/(?!extensions\.ts$)(?:.+\/)?[^/]+\.ts$/, parseModule);
  const stacks = [...all(/^infra\/Pulumi\.[^/]+\.yaml$/, readYaml)].map(([file, settings]): StackSource => {
    const name = file.slice("infra/Pulumi.".length, -".yaml".length);
    const stack = { name, project: textOf(step(project, "name")) ?? "", settings: step(settings, "config") };
    return { name, file, settings, things: attempt(() => run(modules, stack)) ?? [] };
  });
  const workflows = [...all(/^\.github\/workflows\/[^/]+\.yml$/, readYaml)].map(
    ([path, node]) => [path.slice(".github/workflows/".length, -".yml".length), node] as const,
  );
  return {
    texts,
    compose: read("docker-compose.yml", readYaml),
    workflows: new Map(workflows),
    dockerfiles: all(/(?:^|\/)Dockerfile$/, readDockerfile),
    project,
    packages: read("infra/package.json", readYaml),
    stacks,
    monitoring: read("terraform/monitoring.tf", readHcl),
    faults,
  };
}

/** The resources of a type, as `ecs.Service`. */
export function thingsOf({ things }: StackSource, type: string): readonly Thing[] {
  return things.filter((thing) => thing.type === `aws.${type}`);
}

/** The resource of a type that bears a logical name. */
export function thingOf(stack: StackSource, type: string, name: string): Thing | undefined {
  return thingsOf(stack, type).find((thing) => thing.name === name);
}
