import { ProviderError } from "../planning/diagnostics.ts";
import type { ProviderFunction } from "../planning/service.ts";
import type { Value } from "../planning/values.ts";
import { parseArn } from "./arn.ts";

const string = (name: string) => ({ name, type: "string" });
const arnParts = ["partition", "service", "region", "account_id", "resource"] as const;

const arnParse: ProviderFunction = {
  name: "arn_parse",
  parameters: [string("arn")],
  result: ["object", Object.fromEntries(arnParts.map((name) => [name, "string"]))],
  call(arn = "") {
    const { account, ...parts } = partsOf(textOf(arn));
    return { ...parts, account_id: account };
  },
};

const arnBuild: ProviderFunction = {
  name: "arn_build",
  parameters: arnParts.map(string),
  result: "string",
  call: (...parts) => ["arn", ...parts.map(textOf)].join(":"),
};

const trimIamRolePath: ProviderFunction = {
  name: "trim_iam_role_path",
  parameters: [string("arn")],
  result: "string",
  call(arn = "") {
    const { partition, service, region, account, resource } = partsOf(textOf(arn));
    if (service !== "iam" || !resource.startsWith("role/")) {
      throw new ProviderError(`"${textOf(arn)}" is not the ARN of an IAM role`);
    }
    return `arn:${partition}:iam:${region}:${account}:role/${resource.slice(resource.lastIndexOf("/") + 1)}`;
  },
};

const userAgent: ProviderFunction = {
  name: "user_agent",
  parameters: [string("product_name"), string("product_version"), string("comment")],
  result: "string",
  call(name = "", version = "", comment = "") {
    const product = [textOf(name), textOf(version)].filter(Boolean).join("/");
    return textOf(comment) === "" ? product : `${product} (${textOf(comment)})`;
  },
};

/** Functions of the AWS provider. */
export const awsFunctions: readonly ProviderFunction[] = [arnParse, arnBuild, trimIamRolePath, userAgent];

function partsOf(text: string) {
  const parts = parseArn(text);
  if (!parts) throw new ProviderError(`ARN parsing error: "${text}" is not an ARN`);
  return parts;
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}
