import type { Controller } from "../controller.ts";

/** The controllers that bind claims to volumes, and those of the EBS CSI driver. */
export const storageControllers: readonly Controller[] = [];
