import { rule } from "../../rule.ts";

/** How a client fails to reach an API server, or is not let in. */
export const connectionRules = {
  notConfigured: rule({
    id: "kubernetes-connection/not-configured",
    operation: "Connect",
    code: "ConnectionRefused",
    message: (request: string) => `${request}: dial tcp [::1]:80: connect: connection refused`,
    source: "terraform-provider-kubernetes kubernetes/provider.go",
  }),
  unknownHost: rule({
    id: "kubernetes-connection/unknown-host",
    operation: "Connect",
    code: "NoSuchHost",
    message: (request: string, host: string) => `${request}: dial tcp: lookup ${host}: no such host`,
    source: "Go net package; EKS removes the name with the cluster (general knowledge)",
  }),
  certificate: rule({
    id: "kubernetes-connection/certificate",
    operation: "Connect",
    code: "UnknownAuthority",
    message: (request: string) =>
      `${request}: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    source: "Go crypto/x509",
  }),
  execVersion: rule({
    id: "kubernetes-connection/exec-api-version",
    operation: "Authenticate",
    code: "InvalidExecConfig",
    message: (version: string) => `exec plugin: invalid apiVersion "${version}"`,
    source: "client-go plugin/pkg/client/auth/exec",
  }),
  execMissing: rule({
    id: "kubernetes-connection/exec-command-missing",
    operation: "Authenticate",
    code: "ExecutableNotFound",
    message: (request: string, command: string) =>
      `${request}: getting credentials: exec: executable ${command} not found`,
    source: "client-go plugin/pkg/client/auth/exec",
  }),
  execFailed: rule({
    id: "kubernetes-connection/exec-command-failed",
    operation: "Authenticate",
    code: "ExecutableFailed",
    message: (request: string, command: string, exitCode: number, said: string) =>
      `${request}: getting credentials: exec: executable ${command} failed with exit code ${exitCode} (${said})`,
    source: "client-go plugin/pkg/client/auth/exec; exit codes of the AWS CLI",
  }),
  fileMissing: rule({
    id: "kubernetes-connection/kubeconfig-missing",
    operation: "Configure",
    code: "FileNotFound",
    message: (path: string) =>
      `'config_path' refers to an invalid path: "${path}": stat ${path}: no such file or directory`,
    source: "terraform-provider-kubernetes manifest/provider/configure.go",
  }),
  fileInvalid: rule({
    id: "kubernetes-connection/kubeconfig-invalid",
    operation: "Configure",
    code: "InvalidKubeconfig",
    message: (path: string) => `error loading config file "${path}": couldn't get version/kind; json parse error`,
    source: "client-go tools/clientcmd",
  }),
  noContext: rule({
    id: "kubernetes-connection/context-missing",
    operation: "Configure",
    code: "ContextNotFound",
    message: (context: string) => `context "${context}" does not exist`,
    source: "client-go tools/clientcmd",
  }),
} as const;
