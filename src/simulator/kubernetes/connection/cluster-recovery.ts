import { text, texts } from "../../planning/input.ts";
import type { Recovery } from "../../planning/service.ts";
import { isRecord, type Values } from "../../planning/values.ts";
import type { JsonObject } from "../../world/json.ts";
import type { ClusterClient, ClusterClientSettings } from "./cluster-client.ts";
import { clusterAt } from "./find-endpoint.ts";
import { withKubeconfig } from "./kubeconfig.ts";
import type { ConnectionSettings, ExecSettings } from "./settings.ts";

/** What the connection of a client that cleans up is made of beside its environment. */
type Surroundings = Omit<ClusterClientSettings, "configPaths" | "configured" | "environment">;

/**
 * How objects in clusters are found again: by the address of their cluster, and with the command that gave credentials. Neither tokens
 * nor variables of commands are kept: whoever cleans up uses the credentials of its own run.
 *
 * @param make makes the provider's client
 */
export function clusterRecovery<Client extends ClusterClient>(
  surroundings: Surroundings,
  make: (settings: ClusterClientSettings) => Client,
): Recovery<Client> {
  return {
    place: ({ settings }) => placeOf(withKubeconfig(settings.configured, settings.configPaths, settings)),
    client(place, environment) {
      const values = place as Values;
      const host = text(values, "host");
      const found = clusterAt(surroundings.world, host);
      if (!found) return null;
      const configured = {
        host,
        certificateAuthority: Buffer.from(found.record.certificateAuthority, "base64").toString("utf8"),
        insecure: false,
        token: "",
        exec: isRecord(values.exec) ? execAt(values.exec) : ownCommand(found.place),
        configPaths: [],
        configContext: "",
        configContextCluster: "",
        configContextUser: "",
      };
      return make({ ...surroundings, environment, configured, configPaths: [] });
    },
  };
}

function placeOf({ host, exec }: ConnectionSettings): JsonObject {
  return { host, exec: exec && { apiVersion: exec.apiVersion, command: exec.command, args: exec.args } };
}

function execAt(values: Values): ExecSettings {
  return {
    apiVersion: text(values, "apiVersion"),
    command: text(values, "command"),
    args: texts(values.args),
    env: {},
  };
}

/** The command by which the AWS command line gives credentials, for who came with a token. */
function ownCommand({ name, region }: { readonly name: string; readonly region: string }): ExecSettings {
  return {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", name, "--region", region],
    env: {},
  };
}
