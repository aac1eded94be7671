import type { Controller } from "../../kubernetes/controller.ts";
import { findKind } from "../../kubernetes/kinds.ts";
import { imageVersion, mainImage, operatorPod } from "../operator-pod.ts";
import { reconcileBackups, reconcileSchedules } from "./backups.ts";
import { reconcileClusters } from "./cluster.ts";
import { clusterDefaults, clusterReview } from "./cluster-review.ts";
import { kinds } from "./kinds.ts";
import { isOperatorImage } from "./operator-image.ts";
import { backupReview, poolerReview, scheduleReview } from "./other-reviews.ts";
import { reconcilePoolers } from "./poolers.ts";
import { keepWebhookAuthority } from "./webhook-authority.ts";

/** The operator of CloudNativePG. */
export const cloudNativePgOperator: Controller = {
  name: "cloudnative-pg",
  watches: [
    ...Object.values(kinds),
    "/Secret",
    "/Service",
    "/Pod",
    "/PersistentVolumeClaim",
    "batch/Job",
    "apps/Deployment",
    // Rights of the pods that write backups.
    "aws/iam/role",
    "aws/eks/pod-identity-association",
  ],
  isRunning: (cluster) => operatorPod(cluster, isOperatorImage) !== undefined,
  admissionHooks: [clusterDefaults, clusterReview, poolerReview, scheduleReview, backupReview],
  reconcile(context) {
    const pod = operatorPod(context.cluster, isOperatorImage);
    if (!pod || !findKind(context.cluster, "postgresql.cnpg.io", "Cluster")) return;
    const image = mainImage(pod);
    const operator = { namespace: pod.metadata.namespace ?? "", image, version: imageVersion(image) };
    keepWebhookAuthority(context, operator.namespace);
    reconcileClusters(context, operator);
    reconcilePoolers(context, operator);
    reconcileSchedules(context);
    reconcileBackups(context, operator);
  },
};
