import type { ControllerContext } from "../../kubernetes/controller.ts";
import { recordEvent } from "../../kubernetes/events.ts";
import { flagAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { kinds } from "./kinds.ts";
import { selfCheckProblem } from "./self-check.ts";
import type { Settings } from "./settings.ts";
import { presentSolver, removeSolver } from "./solver.ts";

/** Keeps a challenge until its solver is gone. Source: cert-manager, pkg/apis/acme/v1/const.go. */
export const challengeFinalizer = "acme.cert-manager.io/finalizer";

/** Presents the answers to challenges and checks them before the ACME server is told to look. */
export function reconcileChallenges(context: ControllerContext, settings: Settings): void {
  for (const challenge of context.api.list(kinds.challenge)) {
    if (isTerminating(challenge)) {
      removeSolver(context, challenge);
      context.api.setFinalizers(
        challenge,
        (challenge.metadata.finalizers ?? []).filter((name) => name !== challengeFinalizer),
      );
    } else if (textAt(challenge.status, "state") !== "valid") {
      meet(context, challenge, settings);
    }
  }
}

function meet(context: ControllerContext, challenge: KubernetesObject, settings: Settings): void {
  const { api } = context;
  if (textAt(challenge.spec, "type") === "DNS-01") {
    const reason = "Waiting for DNS-01 challenge propagation: DNS providers are not simulated";
    api.setStatus(challenge, { processing: true, presented: false, state: "pending", reason });
    return;
  }
  if (!flagAt(challenge.status, "presented")) {
    if (!context.elapsed(`present ${challenge.metadata.uid}`, 2)) return;
    const problem = presentSolver(context, challenge, settings);
    if (problem !== undefined) {
      api.setStatus(challenge, { processing: true, presented: false, state: "pending", reason: problem });
      recordEvent(context, challenge, {
        type: "Warning",
        reason: "PresentError",
        message: `Error presenting challenge: ${problem}`,
      });
      return;
    }
    api.setStatus(challenge, { processing: true, presented: true, state: "pending" });
    const message = "Presented challenge using HTTP-01 challenge mechanism";
    recordEvent(context, challenge, { type: "Normal", reason: "Presented", message });
    return;
  }
  const problem = selfCheckProblem(api, challenge);
  if (problem !== undefined) {
    api.setStatus(challenge, { reason: `Waiting for HTTP-01 challenge propagation: ${problem}` });
    return;
  }
  // Ten seconds until the next self-check, and the time that the ACME server takes to look from several places.
  if (!context.elapsed(`validate ${challenge.metadata.uid}`, 15)) return;
  api.setStatus(challenge, { processing: false, state: "valid", reason: "Successfully authorized domain" });
  removeSolver(context, challenge);
}
