/** Services that may be named as a principal, without `.amazonaws.com`. */
const services: ReadonlySet<string> = new Set(
  `access-analyzer acm acm-pca airflow airflow-env amplify apigateway appflow application-autoscaling
  application-insights appmesh apprunner appstream.application-autoscaling appsync athena aps arc-zonal-shift
  auditmanager autoscaling backup backup-gateway batch bedrock bedrock-agentcore billing braket budgets
  build.apprunner tasks.apprunner cassandra.application-autoscaling ce chatbot chime cloud9 cloudformation cloudfront cloudhsm cloudtrail cloudwatch
  codeartifact codebuild codecommit codedeploy codepipeline codestar codestar-notifications cognito-idp cognito-identity
  comprehend compute-optimizer config config-conforms connect continuousexport.discovery controltower
  cost-optimization-hub cks.kms credentials.iot custom-resource.application-autoscaling
  databrew datapipeline datasync datazone dax deadline delivery.logs detective devops-guru dlm dms ds
  dynamodb dynamodb.application-autoscaling dynamodb.replication ec2 ec2.application-autoscaling ec2fleet ec2scheduled ecr ecs ecs-tasks ecs.application-autoscaling
  edgelambda eks eks-connector eks-fargate eks-fargate-pods eks-nodegroup pods.eks capabilities.eks elasticache elasticbeanstalk
  elasticfilesystem elasticloadbalancing elasticmapreduce elasticmapreduce.application-autoscaling elastictranscoder emr-containers emr-serverless es events export.rds
  firehose fis fms forecast fsx gamelift glacier globalaccelerator glue grafana greengrass guardduty health
  healthlake iam imagebuilder inspector inspector2 instance-profile iot iotanalytics iotevents iotsitewise iotthingsgraph ivs
  kafka kafkaconnect kendra kinesis kinesisanalytics kms lakeformation lambda lambda.application-autoscaling lex lexv2 license-manager lightsail logs
  logger.cloudfront lookoutmetrics m2 macie macie2 malware-protection-plan.guardduty malware-protection.guardduty managedservices
  mediaconvert medialive mediapackage mediastore mks.kms member.org.stacksets.cloudformation memorydb mgn migrationhub monitoring monitoring.rds mq
  neptune network-firewall networkmanager oam omics opensearchservice ops.apigateway opsworks organizations osis outposts
  payments pcs personalize pinpoint pipes polly preprod.lambda privatelink proton purchaseorders qbusiness quicksight ram rds rds.application-autoscaling
  redshift redshift-serverless rekognition replication.dynamodb replicator.lambda resiliencehub resource-explorer-2 resource-groups resources.cloudformation robomaker rolesanywhere
  route53 route53-recovery-readiness route53domains route53resolver rum s3 sagemaker sagemaker.application-autoscaling scheduler scheduler.redshift
  secretsmanager securityhub securitylake serverlessrepo servicecatalog servicediscovery servicequotas ses shield signer sms sns
  spot spotfleet sqs ssm ssm-incidents ssm-sap sso stacksets.cloudformation states storage-lens.s3 storagegateway streams.metrics.cloudwatch streaming.logs
  sts support swf synthetics tagpolicies.tag textract timestream transcribe transcribe.streaming transfer transitgateway translate trustedadvisor
  verified-access verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice waf wafv2 workdocs worklink workmail workspaces xray`
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** True for the principal of a service that exists, Regional forms such as `logs.us-east-1.amazonaws.com` included. */
export function isServicePrincipal(principal: string): boolean {
  const name = /^(.+?)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|aws\.internal|api\.aws|amazon\.com)$/.exec(
    principal,
  )?.[1];
  if (name === undefined) return false;
  return services.has(name) || services.has(name.replace(/\.[a-z]{2}(?:-[a-z]+)+-\d$/, ""));
}
