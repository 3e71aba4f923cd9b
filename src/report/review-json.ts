// A comparison for programs.
import { formatPath } from "#schema/path.ts";
import { type Review } from "./review.ts";

/** The fields of the JSON document. */
export function reviewFields({ comparison, line, files, generator, base }: Review): Readonly<Record<string, unknown>> {
  const { spec, resources, worst, overrides, ...rest } = comparison;
  return {
    base,
    spec: spec.map(({ path, from, to }) => ({
      path: formatPath(path),
      from: from ?? null,
      to: to ?? null,
      line: line(path),
    })),
    files,
    resources: resources.map(
      ({ environment, type, name, key, formerly, action, effects, because, notes, may, refused }) => ({
        environment,
        type,
        name,
        action,
        effects,
        because: because.map(({ property, path, through }) => ({
          property,
          path: formatPath(path),
          line: line(path),
          ...(through === undefined ? {} : { through }),
        })),
        key,
        ...(formerly === undefined ? {} : { formerly }),
        notes,
        ...(may === undefined ? {} : { may }),
        ...(refused === undefined ? {} : { refused }),
      }),
    ),
    worst,
    ...rest,
    overrides,
    generator,
  };
}
