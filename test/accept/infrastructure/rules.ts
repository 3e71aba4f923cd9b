// Every rule that a stack obeys.
import type { Rule } from "./rule.ts";
import { ALARMS } from "./rules/alarms.ts";
import { ENCRYPTION } from "./rules/encryption.ts";
import { KEEPING } from "./rules/keeping.ts";
import { NAMED } from "./rules/names.ts";
import { NETWORK } from "./rules/network.ts";
import { PERMISSIONS } from "./rules/permissions.ts";
import { REACH } from "./rules/reach.ts";
import { ROLES } from "./rules/roles.ts";
import { ROUTES } from "./rules/routes.ts";
import { SECRETS } from "./rules/secrets.ts";
import { STORES } from "./rules/stores.ts";
import { TASKS } from "./rules/tasks.ts";

export const RULES: readonly Rule[] = [
  ...REACH,
  ...NETWORK,
  ...ENCRYPTION,
  ...PERMISSIONS,
  ...ROLES,
  ...SECRETS,
  ...KEEPING,
  ...ALARMS,
  ...ROUTES,
  ...TASKS,
  ...STORES,
  ...NAMED,
];
