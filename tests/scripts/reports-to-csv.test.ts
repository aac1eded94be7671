import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

function csv(what: string, input: unknown): { readonly lines: readonly string[]; readonly problem: string } {
  const { stdout, stderr } = spawnSync("node", ["scripts/reports-to-csv.mjs", what], {
    input: JSON.stringify(input),
    encoding: "utf8",
  });
  return { lines: stdout.split("\r\n").filter(Boolean), problem: stderr };
}

const labels = { "trivy-operator.resource.name": "web", "trivy-operator.resource.kind": "ReplicaSet" };

const audit = {
  metadata: { namespace: "shop", labels },
  report: {
    summary: { criticalCount: 0, highCount: 1, mediumCount: 0, lowCount: 2 },
    checks: [{ checkID: "KSV001", severity: "HIGH", title: 'Says "no", twice', remediation: "Set it", success: false }],
  },
};

// Defect 116: the header came from the first report, and without reports the script ended with an error.
describe("checks as a table", () => {
  test("have a header of their own, also without a report", () => {
    expect(csv("checks", { items: [] }).lines).toEqual([
      "Namespace,ResourceName,ResourceKind,CheckID,Severity,Title,Description,Remediation,Success,CriticalCount,HighCount,MediumCount,LowCount",
    ]);
  });

  test("are a row each, with commas and quotes kept", () => {
    expect(csv("checks", { items: [audit] }).lines.slice(1)).toEqual([
      'shop,web,ReplicaSet,KSV001,HIGH,"Says ""no"", twice",,Set it,false,0,1,0,2',
    ]);
  });

  test("of a report without any are its counts, and a report of the cluster is named by its labels", () => {
    const ofCluster = {
      metadata: { annotations: { "trivy-operator.resource.name": "system:node" }, labels },
      report: { summary: { criticalCount: 3 } },
    };
    expect(csv("checks", { items: [ofCluster] }).lines.slice(1)).toEqual([",system:node,ReplicaSet,,,,,,,3,,,"]);
  });
});

test("vulnerabilities are a row each, with what they are in and what mends them", () => {
  const vulnerability = {
    vulnerabilityID: "CVE-2026-0001",
    severity: "CRITICAL",
    installedVersion: "1.0",
    fixedVersion: "1.1",
    title: "openssl: overflow",
    primaryLink: "https://avd.example.org/cve-2026-0001",
  };
  const report = { metadata: { namespace: "shop", labels }, report: { vulnerabilities: [vulnerability] } };
  expect(csv("vulnerabilities", { items: [report] }).lines).toEqual([
    "Namespace,Resource,InstalledVersion,FixedVersion,Severity,VulnerabilityID,Title,PrimaryLink",
    "shop,ReplicaSet/web,1.0,1.1,CRITICAL,CVE-2026-0001,openssl: overflow,https://avd.example.org/cve-2026-0001",
  ]);
});

test("what is not asked for by name, or no list, is refused with the way out", () => {
  expect(csv("everything", { items: [] }).problem).toContain("checks or vulnerabilities");
  expect(csv("checks", audit).problem).toContain("-o json");
});
