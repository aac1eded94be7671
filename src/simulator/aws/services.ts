import { apigateway } from "./apigateway/service.ts";
import type { AwsService } from "./aws-service.ts";
import { ec2 } from "./ec2/service.ts";
import { eks } from "./eks/service.ts";
import { elb } from "./elb/service.ts";
import { iam } from "./iam/service.ts";
import { kms } from "./kms/service.ts";
import { logs } from "./logs/service.ts";
import { s3 } from "./s3/service.ts";
import { secretsManager } from "./secretsmanager/service.ts";
import { ses } from "./ses/service.ts";
import { sqs } from "./sqs/service.ts";
import { ssm } from "./ssm/service.ts";
import { sts } from "./sts/service.ts";

/** The simulated AWS services by their IAM prefix. */
export const awsServices: Readonly<Record<string, AwsService>> = {
  apigateway,
  ec2,
  elasticloadbalancing: elb,
  iam,
  sts,
  eks,
  kms,
  logs,
  s3,
  ses,
  secretsmanager: secretsManager,
  sqs,
  ssm,
};
