// GitHub: the workflows that review, change the infrastructure and deliver. Nothing where the spec has no delivery.
import type { Generate } from "../target.ts";
import { deployments } from "./deploy.ts";
import { infrastructure } from "./infrastructure.ts";
import { operations } from "./operations.ts";
import { review } from "./review.ts";

/** The workflows below `.github/workflows/`. */
export const github: Generate = (model, graphs) => {
  const { delivery } = model;
  if (!delivery) return [];
  return [
    ...deployments(model, graphs, delivery),
    ...infrastructure(model, graphs, delivery),
    ...operations(model, graphs, delivery),
    ...review(model, delivery),
  ];
};
