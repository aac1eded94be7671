import type { DataSource } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { text, texts } from "../input.ts";
import { policyValues } from "../resources/policy.ts";
import { hasLabels, recordOf } from "./lookup.ts";

export const policyData: DataSource<Spacelift> = {
  type: "spacelift_policy",
  read: ({ client }, { policy_id }) => policyValues(recordOf(client, "policy", policy_id, "policy")),
};

export const policiesData: DataSource<Spacelift> = {
  type: "spacelift_policies",
  read({ client }, { type, labels }) {
    const wanted = text(type);
    const policies = client
      .table("policy")
      .filter((policy) => (wanted === "" || policy.type === wanted) && hasLabels(policy, labels));
    return { id: `policies/${wanted}/[${texts(labels).join(" ")}]`, policies: policies.map(policyValues) };
  },
};
