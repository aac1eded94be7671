import { testRules } from "../../testing/rule-test.ts";
import { systemUser } from "../access/user.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, deployment } from "../testing/manifests.ts";
import { applyRules } from "./apply-rules.ts";

testRules(applyRules, () => testCluster(), {
  conflict: {
    refused: (cluster) => {
      cluster.as(systemUser, "helm").create(deployment("web", { replicas: 1 }));
      cluster.as(systemUser, "argocd-controller").apply(deployment("web", { replicas: 2 }));
    },
    accepted: (cluster) => {
      cluster.as(systemUser, "helm").create(deployment("web", { replicas: 1 }));
      cluster.as(systemUser, "argocd-controller").apply(deployment("web", { replicas: 1, paused: true }));
    },
  },
  manager: {
    refused: (cluster) => cluster.as(systemUser, "").apply(configMap("a")),
    accepted: (cluster) => cluster.as(systemUser, "Terraform").apply(configMap("a")),
  },
  managedFields: {
    refused: ({ api }) => api.apply(api.create(configMap("a"))),
    accepted: ({ api }) => {
      const { managedFields: _managedFields, ...metadata } = api.create(configMap("a")).metadata;
      api.apply({ ...configMap("a"), metadata });
    },
  },
});
