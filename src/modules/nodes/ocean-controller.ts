import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import type { Release } from "../../../.gen/helm/release.js";
import { NamespaceV1 } from "../../../.gen/kubernetes/namespace-v1.js";
import { SecretV1 } from "../../../.gen/kubernetes/secret-v1.js";
import type { ChartVersion } from "../../configuration/versions.ts";
import { chartRelease } from "../helm/chart-release.ts";

/** Where Ocean's controller runs. */
const oceanNamespace = "spot-system";

export interface OceanControllerProps {
  readonly chart: ChartVersion;
  /** Id of the account in Spot. */
  readonly spotAccount: string;
  /** What the Ocean cluster knows this controller by. */
  readonly controllerId: string;
  /** Spot's token, as an ephemeral value. */
  readonly token: string;
  /** Raise it when another token was stored. */
  readonly tokenRevision: number;
  /** What must be there before its pods can run. */
  readonly after: ITerraformDependable[];
}

/** Ocean's controller, which tells Spot what the cluster needs, and the metrics server that comes with it. */
export class OceanController extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: OceanControllerProps) {
    super(scope, id);
    const namespace = new NamespaceV1(this, oceanNamespace, { metadata: { name: oceanNamespace } }).metadata.name;
    const secret = new SecretV1(this, "spot-token", {
      metadata: { namespace, name: "spot-token" },
      dataWo: { token: props.token, account: props.spotAccount },
      dataWoRevision: props.tokenRevision,
    });
    this.release = chartRelease(this, "ocean-controller", {
      chart: props.chart,
      name: "ocean-kubernetes-controller",
      namespace,
      values: {
        spotinst: { account: props.spotAccount, clusterIdentifier: props.controllerId, disableAutoUpdate: true },
        secret: { create: false, name: "spot-token" },
        // A program reads its variables when it starts: another token needs another pod.
        podAnnotations: { "token-revision": String(props.tokenRevision) },
        resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1000m", memory: "512Mi" } },
        logShipping: { enabled: false },
      },
      after: [secret, ...props.after],
    });
  }
}
