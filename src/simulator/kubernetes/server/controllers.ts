import type { Controller } from "../controller.ts";
import { definitionController } from "./definition-controller.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { namespaceController } from "./namespace-controller.ts";

/** Control loops that belong to every API server: definitions, namespaces and what nobody owns any more. */
export const apiServerControllers: readonly Controller[] = [
  definitionController,
  namespaceController,
  garbageCollector,
];
