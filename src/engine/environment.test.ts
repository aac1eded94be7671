import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rehearsalEnvironment } from "./environment.ts";

const reattach = "{}";

test("the caller's credentials and engine settings do not reach a rehearsal", () => {
  const environment = rehearsalEnvironment(
    {
      PATH: "/bin",
      HOME: "/home/me",
      AWS_PROFILE: "production",
      AWS_SHARED_CREDENTIALS_FILE: "/home/me/credentials",
      TF_VAR_name: "x",
      TF_CLI_ARGS: "-refresh=false",
      SPACELIFT_API_TOKEN: "t",
      HTTPS_PROXY: "http://proxy",
    },
    { reattach },
  );
  expect(Object.keys(environment).sort()).toEqual([
    "AWS_CONFIG_FILE",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_ENDPOINT_URL",
    "AWS_SHARED_CREDENTIALS_FILE",
    "CHECKPOINT_DISABLE",
    "GOGC",
    "HOME",
    "PATH",
    "TF_CLI_CONFIG_FILE",
    "TF_IN_AUTOMATION",
    "TF_REATTACH_PROVIDERS",
  ]);
});

test("an engine that reads a state from S3 finds no credentials and nobody to ask", () => {
  const environment = rehearsalEnvironment({ HOME: "/home/me" }, { reattach });
  expect(environment).toMatchObject({
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  });
});

test("variables of the run replace the caller's", () => {
  const environment = rehearsalEnvironment(
    { PATH: "/bin" },
    { reattach, variables: { PATH: "/stand-ins:/bin", TF_VAR_name: "x", AWS_REGION: "us-east-1" } },
  );
  expect(environment).toMatchObject({ PATH: "/stand-ins:/bin", TF_VAR_name: "x", AWS_REGION: "us-east-1" });
});

test("variables of the run cannot detach the simulated providers", () => {
  const environment = rehearsalEnvironment(
    {},
    { reattach, variables: { TF_REATTACH_PROVIDERS: "", TF_CLI_CONFIG_FILE: "/etc/mirror.tfrc" } },
  );
  expect(environment.TF_REATTACH_PROVIDERS).toBe(reattach);
  expect(readFileSync(environment.TF_CLI_CONFIG_FILE ?? "", "utf8")).toBe("provider_installation {}\n");
});
