import { type ITerraformDependable, TerraformOutput, TerraformVariable } from "cdktn";
import { DataAwsEksCluster } from "../../.gen/aws/data-aws-eks-cluster.js";
import { DataAwsSecurityGroup } from "../../.gen/aws/data-aws-security-group.js";
import { DataAwsSubnets } from "../../.gen/aws/data-aws-subnets.js";
import { EphemeralAwsSecretsmanagerSecretVersion } from "../../.gen/aws/ephemeral-aws-secretsmanager-secret-version.js";
import { RandomProvider } from "../../.gen/random/provider.js";
import { SpotinstProvider } from "../../.gen/spotinst/provider.js";
import { TimeProvider } from "../../.gen/time/provider.js";
import type { Environment } from "../configuration/environment.ts";
import { charts } from "../configuration/versions.ts";
import { AddOns } from "../modules/add-ons/add-ons.ts";
import { ApplicationFoundation } from "../modules/application-foundation/application-foundation.ts";
import { ArgoCd } from "../modules/argo-cd/argo-cd.ts";
import { PodSecurityGroups } from "../modules/demonstrations/pod-security-groups.ts";
import { expression } from "../modules/engine-text.ts";
import { Flux } from "../modules/flux/flux.ts";
import { rootApplication } from "../modules/gitops/argo-cd/application.ts";
import { appProjects } from "../modules/gitops/argo-cd/projects.ts";
import { rootKustomization, rootSource } from "../modules/gitops/flux/kustomization.ts";
import { GitOpsRoots, type GitOpsRootsProps } from "../modules/gitops/roots.ts";
import { Ocean } from "../modules/nodes/ocean.ts";
import { OceanController } from "../modules/nodes/ocean-controller.ts";
import type { Place } from "../modules/place.ts";
import { DefaultStorageClass } from "../modules/storage-class/default-storage-class.ts";
import { applicationsOf } from "./applications.ts";
import { awsProvider } from "./aws-provider.ts";
import { clusterProviders } from "./cluster-providers.ts";
import { type HandOver, infrastructureOutputs, sendsMail } from "./hand-over.ts";
import { PlatformStack } from "./platform-stack.ts";

/** Types of the input variables that are not text. */
const variableTypes: Readonly<Record<string, string>> = { private_subnet_ids_eks_worker_nodes: "list(string)" };

/**
 * What runs in the cluster. It takes everything that the infrastructure stack hands over, and refuses to go on with a cluster,
 * network or group that is not the one it was handed.
 */
export class KubernetesDeployments extends PlatformStack {
  readonly #environment: Environment;
  readonly #inputs = new Map<HandOver["name"], TerraformVariable>();

  constructor(environment: Environment) {
    super("kubernetes-deployments", {
      providers: ["aws", "helm", "kubectl", "kubernetes", "random", "spotinst", "time"],
    });
    this.#environment = environment;
    const { account, region, roleBoundaryArn, cluster, spot } = environment;
    awsProvider(this, environment, this.node.id);
    for (const { name, description, variable } of infrastructureOutputs(environment)) {
      if (variable !== undefined) continue;
      const type = variableTypes[name] ?? "string";
      this.#inputs.set(name, new TerraformVariable(this, name, { description, type, nullable: false }));
    }
    this.#checks();
    new RandomProvider(this, "random");
    new TimeProvider(this, "time");
    clusterProviders(this, {
      clusterName: cluster.name,
      region,
      endpoint: this.#text("cluster_endpoint"),
      certificateAuthority: expression("base64decode(var.cluster_certificate_authority_data)"),
    });
    const token = new EphemeralAwsSecretsmanagerSecretVersion(this, "spot-token", { secretId: spot.tokenSecret });
    new SpotinstProvider(this, "spotinst", { account: spot.account, token: token.secretString });
    const place = { account, region, roleBoundaryArn };
    const ocean = this.#nodes(place);
    const addOns = new AddOns(this, "add-ons", {
      ...place,
      clusterName: cluster.name,
      versions: environment.addOnVersions,
      nodes: ocean.cluster,
      vpcId: this.#text("vpc_id"),
      subnetIds: this.#input("private_subnet_ids_eks_worker_nodes").listValue,
      nodeSecurityGroupId: this.#text("node_security_group_id"),
    });
    const storage = new DefaultStorageClass(this, "storage", { driver: addOns.volumes });
    const controller = new OceanController(this, "ocean-controller", {
      chart: charts["ocean-kubernetes-controller"],
      spotAccount: spot.account,
      controllerId: cluster.name,
      token: token.secretString,
      tokenRevision: spot.tokenRevision,
      after: [ocean.cluster, addOns.dns],
    });
    const ready = [addOns.dns, storage.removal, controller.release];
    const argoCd = new ArgoCd(this, "argo-cd", { chart: charts["argo-cd"], after: ready });
    this.#applications(place, { argoCd: argoCd.release, ready });
    if (sendsMail(environment)) this.#mailSender();
  }

  /** What the applications need beside git, and the objects by which Argo CD and Flux find them. */
  #applications(
    place: Place,
    { argoCd, ready }: Pick<GitOpsRootsProps, "argoCd"> & { readonly ready: ITerraformDependable[] },
  ): void {
    const environment = this.#environment;
    const applications = applicationsOf(environment);
    const foundation = new ApplicationFoundation(this, "applications", {
      ...place,
      clusterName: environment.cluster.name,
      applications,
      after: ready,
      forceDestroyBuckets: !environment.protect,
    });
    // A root over an empty folder would never be ready.
    const isFluxNeeded = applications.some(({ engine }) => engine === "flux");
    const flux = isFluxNeeded ? new Flux(this, "flux", { chart: charts.flux2, after: ready }) : undefined;
    new GitOpsRoots(this, "gitops", {
      argoCd,
      flux: flux && {
        release: flux.release,
        rootSource: rootSource(environment),
        rootKustomization: rootKustomization(environment),
      },
      appProjects: appProjects(environment, applications),
      rootApplication: rootApplication(environment),
      after: [...foundation.parts, ...this.#podSecurityGroups(foundation.parts)],
    });
  }

  /** What gives security groups to the pods of the demonstration; nothing where it is off. */
  #podSecurityGroups(namespaces: readonly ITerraformDependable[]): readonly ITerraformDependable[] {
    const { cluster, optional } = this.#environment;
    if (!optional.demonstrations.podSecurityGroups) return [];
    return new PodSecurityGroups(this, "pod-security-groups", {
      clusterName: cluster.name,
      vpcId: this.#text("vpc_id"),
      nodeSecurityGroupId: this.#text("node_security_group_id"),
      podDnsSecurityGroupId: this.#text("pod_to_node_dns_sg_id"),
      after: namespaces,
    }).parts;
  }

  #nodes(place: Place): Ocean {
    const { cluster, kubernetesVersion, nodes, spot, tags } = this.#environment;
    return new Ocean(this, "ocean", {
      ...place,
      clusterName: cluster.name,
      endpoint: this.#text("cluster_endpoint"),
      certificateAuthority: this.#text("cluster_certificate_authority_data"),
      serviceCidr: this.#text("cluster_service_cidr"),
      kubernetesVersion,
      subnetIds: this.#input("private_subnet_ids_eks_worker_nodes").listValue,
      securityGroupId: this.#text("node_security_group_id"),
      limits: nodes,
      image: { pinned: nodes.image, notOlderThan: spot.minimumImageDate },
      tags: { ...tags, Stack: this.node.id },
    });
  }

  /** Looks at what was handed over, so that a run ends before it changes anything of another cluster or network. */
  #checks(): void {
    const cluster = this.#cluster();
    this.#output("cluster_version", cluster.version, "Kubernetes version of the control plane");
    this.#output("worker_subnet_ids", this.#workerSubnets().ids, "Subnets of the nodes, as they were found");
    this.#output("node_security_group", this.#nodeGroup().name, "Name of the security group of the nodes");
    this.#output("pod_dns_security_group", this.#podDnsGroup().name, "Name of the group by which pods ask for names");
  }

  #cluster(): DataAwsEksCluster {
    const { account, cluster } = this.#environment;
    const provider = `arn:aws:iam::${account}:oidc-provider/${expression('trimprefix(self.identity[0].oidc[0].issuer, "https://")')}`;
    return new DataAwsEksCluster(this, "cluster", {
      name: cluster.name,
      lifecycle: {
        postcondition: [
          {
            condition: expression('self.status == "ACTIVE"'),
            errorMessage: `The cluster ${cluster.name} is not active.`,
          },
          {
            condition: expression("self.vpc_config[0].vpc_id == var.vpc_id"),
            errorMessage: `The cluster ${cluster.name} is not in the VPC that was handed over.`,
          },
          {
            condition: expression(`var.cluster_oidc_provider_arn == "${provider}"`),
            errorMessage: `The identity provider that was handed over is not that of the cluster ${cluster.name}.`,
          },
        ],
      },
    });
  }

  #workerSubnets(): DataAwsSubnets {
    return new DataAwsSubnets(this, "workers", {
      filter: [
        { name: "vpc-id", values: [this.#input("vpc_id").stringValue] },
        { name: "subnet-id", values: this.#input("private_subnet_ids_eks_worker_nodes").listValue },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: expression("length(self.ids) == length(var.private_subnet_ids_eks_worker_nodes)"),
            errorMessage: "Not every worker subnet that was handed over is in the VPC.",
          },
        ],
      },
    });
  }

  #nodeGroup(): DataAwsSecurityGroup {
    const { name } = this.#environment.cluster;
    return new DataAwsSecurityGroup(this, "nodes", {
      id: this.#input("node_security_group_id").stringValue,
      vpcId: this.#input("vpc_id").stringValue,
      lifecycle: {
        postcondition: [
          {
            condition: expression(`lookup(self.tags, "kubernetes.io/cluster/${name}", "") == "owned"`),
            errorMessage: `The security group of the nodes does not belong to the cluster ${name}.`,
          },
        ],
      },
    });
  }

  /** The lookup itself is the check: it fails for a group that is not in the VPC. */
  #podDnsGroup(): DataAwsSecurityGroup {
    return new DataAwsSecurityGroup(this, "pod-dns", {
      id: this.#input("pod_to_node_dns_sg_id").stringValue,
      vpcId: this.#input("vpc_id").stringValue,
    });
  }

  #mailSender(): void {
    const policyArn = this.#input("mail_sender_policy_arn");
    policyArn.addValidation({
      condition: expression(
        `startswith(var.mail_sender_policy_arn, "arn:aws:iam::${this.#environment.account}:policy/")`,
      ),
      errorMessage: "The policy of a mail sender is not one of this environment's account.",
    });
    this.#output("mail_sender_policy", policyArn.stringValue, "Policy for the role of a workload that sends mail");
  }

  #text(name: HandOver["name"]): string {
    return this.#input(name).stringValue;
  }

  #input(name: HandOver["name"]): TerraformVariable {
    const input = this.#inputs.get(name);
    if (!input) throw new RangeError(`${name} is not handed over to ${this.node.id}`);
    return input;
  }

  #output(name: string, value: unknown, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}
