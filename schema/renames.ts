// Services by other names: what the model and the spec's paths are once a service is called otherwise.
import type { Environment, Model, Service } from "./model.ts";
import type { Path } from "./path.ts";

/** The new name of a service; its own where it keeps it. */
export type Rename = (service: string) => string;

/** The services that say what they were called before, by their former names. */
export function renamesOf({ services }: Model): ReadonlyMap<string, string> {
  return new Map(services.flatMap(({ name, renamedFrom }) => (renamedFrom === undefined ? [] : [[renamedFrom, name]])));
}

/** The model with other names for its services; the order of everything stays. */
export function renameServices(model: Model, rename: Rename): Model {
  const { migration } = model;
  return {
    ...model,
    services: model.services.map((one) => renameService(one, rename)),
    migration: migration && { ...migration, service: rename(migration.service) },
    environments: model.environments.map((one) => renameIn(one, rename)),
  };
}

const renameService = (service: Service, rename: Rename): Service => ({
  ...service,
  name: rename(service.name),
  calls: service.calls.map(rename),
});

function renameIn(environment: Environment, rename: Rename): Environment {
  return {
    ...environment,
    overlay: environment.overlay.map((path) => renamePath(path, rename)),
    services: environment.services.map((one) => ({
      ...one,
      name: rename(one.name),
      service: renameService(one.service, rename),
    })),
    alarms: environment.alarms.map((alarm) => {
      const { subject } = alarm;
      return subject.kind === "service"
        ? { ...alarm, subject: { ...subject, service: rename(subject.service) } }
        : alarm;
    }),
  };
}

/** A path of the spec in which a service is called otherwise: `services.<name>…`, also inside an environment. */
export function renamePath(path: Path, rename: Rename): Path {
  const at = path[0] === "environments" ? 2 : 0;
  const name = path[at + 1];
  return path[at] === "services" && typeof name === "string" ? path.with(at + 1, rename(name)) : path;
}
