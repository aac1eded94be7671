import type { Controller } from "../controller.ts";

/** The controllers that make pods of workloads and run them. */
export const workloadControllers: readonly Controller[] = [];
