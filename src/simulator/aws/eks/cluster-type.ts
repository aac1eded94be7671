import { ProviderError } from "../../planning/diagnostics.ts";
import type { ResourceType, UpdateCall } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { blocks, flag, text, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./cluster.ts";
import * as asked from "./cluster-input.ts";
import { associateEncryption, type ClusterChange, tagCluster, updateClusterConfig } from "./cluster-updates.ts";
import { clusterValues } from "./cluster-values.ts";
import { updateClusterVersion } from "./cluster-version.ts";
import type { Cluster } from "./records.ts";
import { updateRules } from "./rules/cluster-updates.ts";
import { endedIn } from "./waiting.ts";

/** Seconds that updates take. Sources: public logs; EKS UG, Cluster API server endpoint. */
const updateSeconds = { version: 480, config: 120, encryption: 900 } as const;

/** `aws_eks_cluster`. */
export const cluster: ResourceType<Aws> = {
  type: "aws_eks_cluster",
  label: "EKS Cluster",

  plan({ planned, changed }) {
    if (!changed("compute_config", "kubernetes_network_config", "storage_config")) return;
    const switches = asked.autoModeSwitches(planned);
    if (!switches.includes(true) || !switches.includes(false)) return;
    throw new ProviderError(
      "compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and storage_config.block_storage.enabled must all be set to either true or false",
    );
  },

  create({ client, input }) {
    if (blocks(input, "outpost_config").length > 0) {
      throw new ProviderError("Clusters on Outposts are not simulated", "Leave outpost_config out.", [
        "outpost_config",
      ]);
    }
    return shown(api.createCluster(client, asked.propertiesOf(input)), input);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = ignoring(["ResourceNotFoundException"], () => api.describeCluster(client, name));
    return found ? shown(found, state) : null;
  },

  update(call) {
    const { client, input, state, changed } = call;
    const name = text(state, "id");
    changeVersion(call, name);
    for (const change of changesOf(call)) {
      updateClusterConfig(client, name, change);
      call.takes(updateSeconds.config);
    }
    const keyArn = asked.encryptionKeyOf(input);
    if (keyArn && changed("encryption_config")) {
      associateEncryption(client, name, keyArn);
      call.takes(updateSeconds.encryption);
    }
    if (changed("tags_all")) tagCluster(client, name, tagsOf(input.tags_all));
    return shown(api.describeCluster(client, name), input);
  },

  delete({ client, state }) {
    ignoring(["ResourceNotFoundException"], () => api.deleteCluster(client, text(state, "id")));
  },

  import: (_call, id) => ({ id, bootstrap_self_managed_addons: true }),
};

function changeVersion({ client, input, changed, takes }: UpdateCall<Aws>, name: string): void {
  const version = text(input, "version");
  if (!changed("version") || version === "") return;
  const fullSubnets = updateClusterVersion(client, name, version);
  takes(updateSeconds.version);
  if (fullSubnets === null) return;
  const waitingFor = `EKS Cluster (${name}) version update (${client.ids.uuid("eks/update", name)})`;
  const broken = updateRules.addressesForUpdate;
  throw endedIn(waitingFor, "Failed", "Successful", {
    rule: broken,
    message: broken.message(),
    resources: fullSubnets,
  });
}

/** The calls of an update in the provider's order, one for each kind of change. */
function changesOf({ input, state }: UpdateCall<Aws>): readonly ClusterChange[] {
  const differs = <Part>(part: (values: Values) => Part): boolean => canonical(part(input)) !== canonical(part(state));
  const protection = (values: Values) => flag(values, "deletion_protection");
  const logTypes = (values: Values) => texts(values.enabled_cluster_log_types);
  const changes: (ClusterChange | false)[] = [
    differs(asked.authenticationModeOf) && { authenticationMode: asked.authenticationModeOf(input) },
    differs(asked.autoModeOf) && { autoMode: asked.autoModeOf(input) },
    differs(protection) && { settings: { deletionProtection: protection(input) } },
    differs(logTypes) && { logTypes: logTypes(input) },
    differs(asked.remoteNetworksOf) && { remoteNetworks: asked.remoteNetworksOf(input) },
    differs(asked.supportTypeOf) && { supportType: asked.supportTypeOf(input) },
    differs(asked.endpointOf) && { endpoint: asked.endpointOf(input) },
    differs(asked.networkOf) && { network: asked.networkOf(input) },
    differs(asked.zonalShiftOf) && { settings: { zonalShift: asked.zonalShiftOf(input) } },
    differs(asked.scalingTierOf) && { settings: { scalingTier: asked.scalingTierOf(input) } },
  ];
  return changes.filter((change) => change !== false);
}

/** Values as text, in which the order of sets does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (Array.isArray(part) ? [...part].sort() : part));
}

/** The cluster as the provider shows it; what EKS never tells stays as it was. */
function shown(held: Cluster, beside: Values): Values {
  const [access] = blocks(beside, "access_config");
  const bootstrap = access ? (access.bootstrap_cluster_creator_admin_permissions ?? null) : true;
  const hasZonalShift = held.zonalShift || blocks(beside, "zonal_shift_config").length > 0;
  return {
    ...clusterValues(held),
    access_config: [
      { authentication_mode: held.authenticationMode, bootstrap_cluster_creator_admin_permissions: bootstrap },
    ],
    encryption_config: held.encryptionKeyArn
      ? [{ resources: ["secrets"], provider: [{ key_arn: held.encryptionKeyArn }] }]
      : [],
    zonal_shift_config: hasZonalShift ? [{ enabled: held.zonalShift }] : [],
    tags_all: held.tags,
  };
}
