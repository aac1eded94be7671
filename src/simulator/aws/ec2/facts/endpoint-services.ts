import { createHash } from "node:crypto";
import { zonesOf } from "./zones.ts";

/** A service of AWS that VPC endpoints can reach. */
export interface EndpointService {
  /** For example `com.amazonaws.us-east-1.s3`. */
  readonly name: string;
  readonly types: readonly ("Gateway" | "Interface")[];
  /** Names of the zones where interface endpoints can be. */
  readonly zones: readonly string[];
  /** Host names that resolve to the endpoint while private DNS is on; a leading `*.` stands for all below. */
  readonly privateDnsNames: readonly string[];
}

/** Services with gateway endpoints, and their prefix lists by Region (general knowledge, but for us-east-1). */
const gateways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    "us-east-1": "pl-63a5400a",
    "us-east-2": "pl-7ba54012",
    "us-west-1": "pl-6ba54002",
    "us-west-2": "pl-68a54001",
    "eu-west-1": "pl-6da54004",
    "eu-central-1": "pl-6ea54007",
  },
  dynamodb: { "us-east-1": "pl-02cd2c6b", "us-west-2": "pl-00a54069" },
};

/** Addresses of the services behind gateway endpoints; the same in every Region of the simulated world. */
const gatewayRanges: Readonly<Record<string, readonly string[]>> = {
  s3: ["16.15.176.0/20", "3.5.0.0/19", "52.216.0.0/15"],
  dynamodb: ["3.218.180.0/22", "52.94.0.0/22", "52.119.224.0/20"],
};

/** Services with interface endpoints ("AWS services that integrate with AWS PrivateLink"). */
const interfaces: ReadonlySet<string> = new Set(
  `
  access-analyzer account acm acm-pca airflow.api airflow.env airflow.ops apigateway app-integrations appconfig appconfigdata
  application-autoscaling applicationinsights appmesh appmesh-envoy-management apprunner apprunner.requests appstream.api
  appstream.streaming appsync-api aps aps-workspaces athena auditmanager autoscaling autoscaling-plans awsconnector b2bi backup
  backup-gateway batch bedrock bedrock-agent bedrock-agent-runtime bedrock-runtime billingconductor cassandra cleanrooms cloudcontrolapi
  cloudformation cloudhsmv2 cloudtrail codeartifact.api codeartifact.repositories codebuild codecommit codeconnections.api codedeploy
  codedeploy-commands-secure codepipeline codestar-connections.api cognito-identity cognito-idp comprehend comprehendmedical config
  connect-campaigns console console-support.api data-servicediscovery databrew dataexchange datasync datazone deadline.management
  deadline.scheduling devops-guru dms drs ds dynamodb ebs ec2 ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth
  elasticache elasticbeanstalk elasticbeanstalk-health elasticfilesystem elasticloadbalancing elasticmapreduce email email-smtp
  emr-containers emr-serverless emrwal.prod entityresolution events evidently execute-api finspace finspace-api firehose fis forecast
  forecastquery frauddetector fsx git-codecommit glue glue.dashboard grafana grafana-workspace greengrass groundstation guardduty
  guardduty-data healthlake identitystore imagebuilder inspector-scan inspector2 iot.credentials iot.data iot.fleethub.api
  iotfleetwise iotsitewise.api iotsitewise.data iotwireless.api ivs.contribute kendra kinesis-firehose kinesis-streams kinesisanalytics
  kms lakeformation lambda license-manager logs lookoutequipment m2 macie2 mailmanager managedblockchain-query mediaconnect
  medical-imaging memory-db mgn migrationhub-orchestrator monitoring networkflowmonitor network-firewall nimble notifications
  observabilityadmin opensearchserverless organizations panorama pca-connector-ad pcs personalize personalize-events pinpoint
  pinpoint-sms-voice-v2 pipes polly private-networks profile proton qldb.session quicksight-website ram rbin rds rds-data redshift
  redshift-data redshift-serverless refactor-spaces rekognition resource-groups rolesanywhere rum rum-dataplane s3 s3-global.accesspoint
  s3-outposts s3express s3tables sagemaker.api sagemaker.featurestore-runtime sagemaker.metrics sagemaker.runtime scheduler schemas
  secretsmanager securityhub securitylake serverlessrepo servicecatalog servicecatalog-appregistry servicediscovery servicequotas
  simspaceweaver sms-voice snow-device-management sns sqs ssm ssm-contacts ssm-incidents ssmmessages states storagegateway
  streaming-rekognition sts support swf synthetics tagging textract timestream.ingest-cell1 timestream.query-cell1 transcribe
  transcribestreaming transfer transfer.server translate trustedadvisor verifiedpermissions voiceid vpc-lattice wafv2 wellarchitected
  workspaces xray
  `
    .trim()
    .split(/\s+/),
);

/** Services with host names that are not made of their own name. */
const hostNames: Readonly<Record<string, string>> = {
  "ecr.api": "api.ecr.{region}.amazonaws.com",
  "ecr.dkr": "*.dkr.ecr.{region}.amazonaws.com",
  "eks-auth": "eks-auth.{region}.api.aws",
  "execute-api": "*.execute-api.{region}.amazonaws.com",
  "kinesis-firehose": "firehose.{region}.amazonaws.com",
  "kinesis-streams": "kinesis.{region}.amazonaws.com",
  "sagemaker.api": "api.sagemaker.{region}.amazonaws.com",
  "sagemaker.runtime": "runtime.sagemaker.{region}.amazonaws.com",
};

/** Services that not every zone has (public logs), and the zone that lacks them. */
const missingIn: Readonly<Record<string, ReadonlySet<string>>> = {
  "use1-az3": new Set(["comprehend", "email-smtp", "cognito-idp"]),
};

/** The service of this name in a Region; undefined when there is none. */
export function endpointService(name: string, region: string): EndpointService | undefined {
  const short = shortName(name, region);
  if (short === undefined || !(interfaces.has(short) || short in gateways)) return undefined;
  const zones = zonesOf(region).filter(({ id }) => !missingIn[id]?.has(short));
  return {
    name,
    types: [
      ...(short in gateways ? (["Gateway"] as const) : []),
      ...(interfaces.has(short) ? (["Interface"] as const) : []),
    ],
    zones: zones.map((zone) => zone.name),
    privateDnsNames: [(hostNames[short] ?? `${short}.{region}.amazonaws.com`).replace("{region}", region)],
  };
}

/** All services that endpoints of a Region can reach. */
export function endpointServicesOf(region: string): EndpointService[] {
  const names = [...new Set([...Object.keys(gateways), ...interfaces])].sort();
  return names.flatMap((name) => endpointService(`com.amazonaws.${region}.${name}`, region) ?? []);
}

/** `s3` of `com.amazonaws.us-east-1.s3`; undefined for a service of another Region or another form of name. */
export function shortName(name: string, region: string): string | undefined {
  const prefix = `com.amazonaws.${region}.`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

/** The prefix list, and what is on it, that routes to a gateway endpoint of a service name. */
export function prefixListOf(
  name: string,
  region: string,
): { readonly id: string; readonly cidrs: readonly string[] } | undefined {
  const short = shortName(name, region) ?? "";
  const cidrs = gatewayRanges[short];
  if (!cidrs) return undefined;
  const made = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return { id: gateways[short]?.[region] ?? `pl-${made}`, cidrs };
}
