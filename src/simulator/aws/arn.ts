/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything behind the fifth colon. */
  readonly resource: string;
}

/** The parts of an ARN; undefined when the text is none. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...resource] = text.split(":");
  if (prefix !== "arn" || !partition || !service || region === undefined || account === undefined) return undefined;
  if (resource.length === 0 || resource.join("") === "") return undefined;
  return { partition, service, region, account, resource: resource.join(":") };
}

/** The partitions of AWS. */
export const partitions: ReadonlySet<string> = new Set([
  ...["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"],
]);
