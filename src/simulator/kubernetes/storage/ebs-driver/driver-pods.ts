import { type Aws, AwsError } from "../../../aws/client.ts";
import { ServiceError } from "../../../rule.ts";
import type { Cluster } from "../../cluster.ts";
import type { ControllerContext } from "../../controller.ts";
import { credentialsOf } from "../../workloads/pods/pod-credentials.ts";
import { hasReadyPod, readyPodsOf } from "../../workloads/pods/running.ts";

/** A container beside the driver that turns objects into its calls. */
type Sidecar = "csi-provisioner" | "csi-attacher" | "csi-resizer";

/** Tables of AWS whose change may let a refused call of the driver pass. */
export const rightsOfDriver: readonly string[] = [
  "aws/iam/role",
  "aws/iam/policy",
  "aws/iam/openid-connect-provider",
  "aws/eks/pod-identity-association",
  "aws/ec2/instance",
  "aws/ec2/setting",
];

/** Whether the driver's controller is there to act. */
export function runsDriver(cluster: Cluster, sidecar: Sidecar): boolean {
  return hasReadyPod(cluster, isImageOf(sidecar));
}

function isImageOf(sidecar: Sidecar): (image: string) => boolean {
  return (image) => image.includes(`/${sidecar}:`);
}

/** What a call of the driver came to. */
type DriverAnswer<Result> =
  | { readonly result: Result; readonly problem?: never }
  | { readonly result?: never; readonly problem: string };

/**
 * Lets the driver act in AWS as the role of its pod.
 *
 * @param attempted what the driver was about, for example `Could not delete volume ID "vol-…"`
 */
export function asDriver<Result>(
  context: ControllerContext,
  sidecar: Sidecar,
  attempted: string,
  act: (aws: Aws) => Result,
): DriverAnswer<Result> {
  const [pod] = readyPodsOf(context.cluster, isImageOf(sidecar));
  if (!pod) return { problem: 'connection error: desc = "transport: Error while dialing: dial unix /csi/csi.sock"' };
  const { principal, problem } = credentialsOf(context.cluster, pod);
  const internal = `rpc error: code = Internal desc = ${attempted}`;
  if (!principal) {
    return { problem: `${internal}: get identity: get credentials: failed to refresh cached credentials, ${problem}` };
  }
  try {
    return { result: act(context.aws(principal)) };
  } catch (error) {
    if (error instanceof AwsError) return { problem: `${internal}: ${error.message}` };
    if (error instanceof ServiceError) return { problem: `rpc error: code = ${error.code} desc = ${error.message}` };
    throw error;
  }
}

const attempts = new WeakMap<Cluster, Map<string, string>>();

/**
 * Whether a refused call is worth another try: something was written since on which its success may depend. The driver tries again
 * every few minutes; without a change it gets the same answer.
 */
export function isWorthTrying(cluster: Cluster, key: string): boolean {
  return attempts.get(cluster)?.get(key) !== stateOf(cluster);
}

/** Notes that a call was refused. */
export function noteRefusal(cluster: Cluster, key: string): void {
  const known = attempts.get(cluster) ?? new Map<string, string>();
  known.set(key, stateOf(cluster));
  attempts.set(cluster, known);
}

function stateOf(cluster: Cluster): string {
  const pods = readyPodsOf(
    cluster,
    (image) => image.includes("aws-ebs-csi-driver") || image.includes("pod-identity-agent"),
  );
  const uids = pods.map(({ metadata }) => metadata.uid);
  const kinds = [...rightsOfDriver, "storage.k8s.io/StorageClass"];
  return [...kinds.map((kind) => cluster.version(kind)), ...uids].join(" ");
}
