// The docs target: docs/infrastructure.md, which shows a newcomer what runs where, what it needs and how to work on it;
// and for assistants, a block in AGENTS.md and prompts.
import type { Draft } from "#schema/draft.ts";
import { from, type Value } from "#schema/value.ts";
import { picture } from "#src/picture.ts";
import { mermaid } from "#src/picture/mermaid.ts";
import type { Generate } from "../target.ts";
import { budgetTables, imageTable } from "./budgets.ts";
import { alarmTable, environmentTable, inventoryTable, secretTable, serviceTable } from "./inventory.ts";
import { assistants } from "./prompts.ts";
import { runbook } from "./runbook.ts";

/** docs/infrastructure.md. */
export const docs: Generate = (model, graphs): readonly Draft[] => {
  const shown = graphs[graphs.length - 1];
  if (!shown) return [];
  const secrets = secretTable(model);
  const alarms = alarmTable(model);
  const environments = environmentTable(model);
  const images = imageTable(model);
  return [
    {
      kind: "template",
      path: "docs/infrastructure.md",
      target: "docs",
      because: [],
      template: "docs/infrastructure.md",
      view: {
        project: model.project,
        description: model.description,
        chart: mermaid(picture(shown)).map(({ text, because }): Value =>
          because.length > 0 ? from(because, text) : text,
        ),
        shown: shown.environment,
        environments,
        services: serviceTable(model),
        inventory: inventoryTable(model, graphs),
        budgets: budgetTables(model),
        hasImages: images !== undefined,
        images: images ?? { head: [], rows: [] },
        hasManyServices: shown.resources.filter(({ type }) => type === "aws:ecs/service:Service").length > 1,
        hasSecrets: secrets !== undefined,
        secrets: secrets ?? { head: [], rows: [] },
        hasCustomMetrics: model.environments.some(({ alarms: all }) =>
          all.some(({ subject }) => subject.kind === "custom"),
        ),
        hasAlarms: alarms !== undefined,
        alarms: alarms ?? { head: [], rows: [] },
        ...runbook(model),
      },
    },
    ...assistants(model, { alarms, environments }),
  ];
};
