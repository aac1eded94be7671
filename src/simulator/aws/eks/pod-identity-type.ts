import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { flag, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./pod-identity.ts";
import type { PodIdentityAssociation } from "./records.ts";
import { changeTags } from "./tagging.ts";

/** `aws_eks_pod_identity_association`. */
export const podIdentityAssociation: ResourceType<Aws> = {
  type: "aws_eks_pod_identity_association",
  label: "EKS Pod Identity Association",

  create({ client, input }) {
    const created = api.createAssociation(client, {
      clusterName: text(input, "cluster_name"),
      namespace: text(input, "namespace"),
      serviceAccount: text(input, "service_account"),
      roleArn: text(input, "role_arn"),
      targetRoleArn: textOrNull(input, "target_role_arn"),
      disableSessionTags: flag(input, "disable_session_tags"),
      tags: tagsOf(input.tags_all),
    });
    return shown(created);
  },

  read({ client, state }) {
    const [clusterName, id] = [text(state, "cluster_name"), text(state, "association_id")];
    const found = ignoring(["ResourceNotFoundException"], () => api.describeAssociation(client, clusterName, id));
    return found ? shown(found) : null;
  },

  update({ client, input, state, changed }) {
    const [clusterName, id] = [text(state, "cluster_name"), text(state, "association_id")];
    if (changed("role_arn", "target_role_arn", "disable_session_tags")) {
      api.updateAssociation(client, clusterName, id, {
        roleArn: text(input, "role_arn"),
        targetRoleArn: textOrNull(input, "target_role_arn"),
        disableSessionTags: flag(input, "disable_session_tags"),
      });
    }
    const held = api.describeAssociation(client, clusterName, id);
    if (!changed("tags_all")) return shown(held);
    const tags = tagsOf(input.tags_all);
    changeTags(client, held.arn, held.tags, tags, (now) => api.putAssociationTags(client, clusterName, id, now));
    return shown({ ...held, tags });
  },

  delete({ client, state }) {
    ignoring(["ResourceNotFoundException"], () =>
      api.deleteAssociation(client, text(state, "cluster_name"), text(state, "association_id")),
    );
  },

  import(_call, id) {
    const [, clusterName, associationId] = /^([^,]+),([^,]+)$/.exec(id) ?? [];
    return clusterName && associationId ? { cluster_name: clusterName, association_id: associationId } : null;
  },
};

function shown(held: PodIdentityAssociation): Values {
  return {
    id: held.id,
    association_id: held.id,
    association_arn: held.arn,
    cluster_name: held.clusterName,
    namespace: held.namespace,
    service_account: held.serviceAccount,
    role_arn: held.roleArn,
    target_role_arn: held.targetRoleArn,
    disable_session_tags: held.disableSessionTags,
    external_id: held.externalId,
    tags_all: held.tags,
  };
}
