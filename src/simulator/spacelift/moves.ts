import { refuseIf, refuseUnless } from "../rule.ts";
import type { Spacelift } from "./client.ts";
import { accessRules } from "./rules/access.ts";
import { spaceRules } from "./rules/space.ts";
import { type Attachable, brokenUse, spacesOf, usesOf } from "./usage.ts";

/** Refuses a new space for an attachable from where one of its users would no longer reach it. */
export function checkAttachableMove(client: Spacelift, moved: Attachable): void {
  const spaces = spacesOf(client);
  refuseUnless(spaces.get(moved.spaceId), accessRules.unknownSpace, moved.spaceId);
  const uses = usesOf(client).filter(({ attachable }) => attachable.kind === moved.kind && attachable.id === moved.id);
  const broken = brokenUse(spaces, uses, (use) => ({ ...use, attachable: moved }));
  refuseIf(broken, spaceRules.entityMoveOutOfReach, broken?.project.id ?? "", `${moved.kind} ${moved.id}`);
}

/** Refuses a new space for a stack or module from where something it uses would be out of reach. */
export function checkProjectMove(client: Spacelift, project: { readonly id: string; readonly spaceId: string }): void {
  const uses = usesOf(client).filter((use) => use.project.id === project.id);
  const broken = brokenUse(spacesOf(client), uses, (use) => ({ ...use, project }));
  refuseIf(broken, spaceRules.entityMoveOutOfReach, project.id, `${broken?.attachable.kind} ${broken?.attachable.id}`);
}
