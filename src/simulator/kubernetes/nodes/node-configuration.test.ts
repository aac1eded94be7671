import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeConfigurationOf } from "./node-configuration.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The user data of a node with this configuration, as a document of its own. */
function document(cluster: object, kubelet: object = {}): string {
  return JSON.stringify({ apiVersion: "node.eks.aws/v1alpha1", kind: "NodeConfig", spec: { cluster, kubelet } });
}

const cluster = {
  name: "dev",
  apiServerEndpoint: "https://api.example.org",
  certificateAuthority: "Q0E=",
  cidr: "172.20.0.0/16",
};

describe("the user data of an instance", () => {
  test("is a NodeConfig by itself", () => {
    expect(nodeConfigurationOf(base64(document(cluster)))).toEqual({
      reader: "nodeadm",
      clusterName: "dev",
      endpoint: "https://api.example.org",
      certificateAuthority: "Q0E=",
      serviceCidr: "172.20.0.0/16",
      maxPods: null,
      labels: {},
      taints: [],
    });
  });

  test("is a MIME message of which the parts for nodeadm count, joined", () => {
    const part = (type: string, body: string) => ["--edge", `Content-Type: ${type}`, "", body].join("\r\n");
    const text = [
      'Content-Type: multipart/mixed; boundary="edge"',
      "",
      part("text/x-shellscript", "#!/bin/bash\necho NodeConfig"),
      part("application/node.eks.aws", document(cluster)),
      part("application/node.eks.aws", document({}, { config: { maxPods: 110 }, flags: ["--node-labels=a=b"] })),
      "--edge--",
    ].join("\r\n");
    expect(nodeConfigurationOf(base64(text))).toMatchObject({ clusterName: "dev", maxPods: 110, labels: { a: "b" } });
  });

  test("is the bootstrap script of Amazon Linux 2", () => {
    const text =
      "#!/bin/bash\n/etc/eks/bootstrap.sh dev --kubelet-extra-args '--node-labels=a=b --register-with-taints=t=v:NoSchedule'";
    expect(nodeConfigurationOf(base64(text))).toMatchObject({
      reader: "bootstrap.sh",
      clusterName: "dev",
      labels: { a: "b" },
      taints: [{ key: "t", value: "v", effect: "NoSchedule" }],
    });
  });

  test.each([null, base64("#!/bin/bash\necho hello"), base64("kind: Pod\nmetadata: {}"), base64("{ not: [yaml")])(
    "tells nothing of a cluster: %j",
    (userData) => {
      expect(nodeConfigurationOf(userData)).toBeUndefined();
    },
  );

  test("gives back every label and taint that is written into its flags", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
    const effects = fc.constantFrom("NoSchedule", "NoExecute", "PreferNoSchedule");
    const taint = fc.record({ key: word, value: word, effect: effects });
    fc.assert(
      fc.property(fc.dictionary(word, word, { minKeys: 1 }), fc.array(taint, { minLength: 1 }), (labels, taints) => {
        const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
        const marks = taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
        const flags = [`--node-labels=${pairs.join(",")}`, `--register-with-taints=${marks.join(",")}`];
        const read = nodeConfigurationOf(base64(document(cluster, { flags })));
        expect(read?.labels).toEqual(labels);
        expect(read?.taints).toEqual(taints);
      }),
    );
  });

  test("never fails, whatever it is", () => {
    fc.assert(fc.property(fc.string(), (text) => void nodeConfigurationOf(base64(text))));
  });
});
