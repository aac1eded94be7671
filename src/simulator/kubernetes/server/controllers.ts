import type { Controller } from "../controller.ts";
import { definitionController } from "./definition-controller.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { namespaceController } from "./namespace-controller.ts";

/** Control loops that belong to every API server: they finish deletions. `Clusters` has them in every cluster. */
export const apiServerControllers: readonly Controller[] = [
  definitionController,
  namespaceController,
  garbageCollector,
];
