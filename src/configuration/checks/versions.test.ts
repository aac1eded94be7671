import { describe, expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { problemsOf, soundDeclaration } from "../testing/declaration.ts";
import {
  defaultKubernetesVersion,
  defaultOpenTofuVersion,
  kubernetesVersions,
  openTofuSupport,
  providers,
} from "../versions.ts";

testChecks({
  ES0130: {
    broken: ({ development }) => Object.assign(development.cluster, { version: "1.29" }),
    right: ({ development }) => Object.assign(development.cluster, { version: "1.36" }),
    at: "cluster.version",
    says: "Kubernetes 1.29 is not in the catalogue",
    hint: "Supported: 1.36, 1.35, 1.34",
  },
  ES0131: {
    broken: (declaration) => {
      declaration.now = new Date("2026-06-01T23:59:59Z");
      declaration.development.cluster.version = "1.36";
    },
    right: (declaration) => {
      declaration.now = new Date("2026-06-02T00:00:00Z");
      declaration.development.cluster.version = "1.36";
    },
    at: "cluster.version",
    says: "from 2026-06-02 on",
    hint: "Supported: 1.35",
  },
  // Defect 88: clusters stayed on a version in extended support.
  ES0132: {
    broken: ({ development }) => Object.assign(development.cluster, { version: "1.33" }),
    right: (declaration) => {
      declaration.now = new Date("2026-04-29T00:00:00Z");
      declaration.development.cluster.version = "1.33";
    },
    at: "cluster.version",
    says: "ended on 2026-07-29; extended support costs six times as much",
    hint: "one minor version at a time",
  },
  ES0133: {
    broken: (declaration) => {
      declaration.now = new Date("2026-09-03T00:00:00Z");
      declaration.development.cluster.version = "1.34";
    },
    right: (declaration) => {
      declaration.now = new Date("2026-09-02T00:00:00Z");
      declaration.development.cluster.version = "1.34";
    },
    at: "cluster.version",
    says: "ends on 2026-12-02, in 90 days",
    hint: "Supported: 1.36, 1.35, 1.34",
    level: "warning",
  },
  ES0134: {
    broken: ({ development }) => Object.assign(development.cluster, { addOns: { "kube-prox": "v1.35.3-eksbuild.5" } }),
    right: ({ development }) => Object.assign(development.cluster, { addOns: { "kube-proxy": "v1.35.3-eksbuild.5" } }),
    at: "cluster.addOns.kube-prox",
    says: "no add-on of this stack",
    hint: "Did you mean kube-proxy?",
  },
  ES0135: {
    broken: ({ development }) => Object.assign(development.cluster, { addOns: { "vpc-cni": "1.22.4" } }),
    right: ({ development }) => Object.assign(development.cluster, { addOns: { "vpc-cni": "v1.22.4-eksbuild.1" } }),
    at: "cluster.addOns.vpc-cni",
    says: "1.22.4 is no add-on version",
    hint: "v1.2.3-eksbuild.4",
  },
  ES0136: {
    broken: ({ development }) => Object.assign(development.cluster, { addOns: { "kube-proxy": "v1.36.0-eksbuild.7" } }),
    right: ({ development }) => Object.assign(development.cluster, { addOns: { "kube-proxy": "v1.34.6-eksbuild.21" } }),
    at: "cluster.addOns.kube-proxy",
    says: "newer than Kubernetes 1.35",
    hint: "Use a v1.35.* version",
  },
  ES0137: {
    broken: ({ development }) => Object.assign(development.spacelift, { openTofu: "1.9.4" }),
    right: ({ development }) => Object.assign(development.spacelift, { openTofu: "1.13.2" }),
    at: "spacelift.openTofu",
    says: "OpenTofu 1.9.4 is not in the catalogue",
    hint: "Supported: 1.13, 1.12",
  },
  // Defect 89: the engine was long out of support.
  ES0138: {
    broken: ({ development }) => Object.assign(development.spacelift, { openTofu: "1.11.14" }),
    right: (declaration) => {
      declaration.now = new Date("2026-05-02T00:00:00Z");
      declaration.development.spacelift.openTofu = "1.11.14";
    },
    at: "spacelift.openTofu",
    says: "ended on 2026-08-01",
    hint: "Supported: 1.13, 1.12",
  },
  ES0139: {
    broken: (declaration) => {
      declaration.now = new Date("2026-11-24T00:00:00Z");
    },
    right: (declaration) => {
      declaration.now = new Date("2026-11-02T00:00:00Z");
    },
    file: "src/configuration/versions.ts",
    at: "defaultOpenTofuVersion",
    says: "ends on 2027-02-01, in 69 days",
    hint: "Choose one that Spacelift offers, whose list may lack the newest",
    level: "warning",
  },
});

describe("the default Kubernetes version", () => {
  const problemsOn = (date: string, version?: string) => {
    const declaration = { ...soundDeclaration(), now: new Date(date) };
    const { cluster } = declaration.development;
    if (version === undefined) Reflect.deleteProperty(cluster, "version");
    else cluster.version = version;
    return problemsOf(declaration).filter(({ code }) => code.startsWith("ES013"));
  };

  test("is no environment's fault: past its standard support it is a warning still", () => {
    expect(problemsOn("2027-04-01T00:00:00Z")).toContainEqual(
      expect.objectContaining({
        code: "ES0133",
        problem: expect.stringContaining("Standard support of Kubernetes 1.35 ended on 2027-03-27"),
        level: "warning",
      }),
    );
  });

  test("is refused past its standard support where an environment names it", () => {
    expect(problemsOn("2027-04-01T00:00:00Z", defaultKubernetesVersion).map(({ code }) => code)).toContain("ES0132");
  });

  test("has no successor to offer when the whole catalogue is past its support", () => {
    const [found] = problemsOn("2029-01-01T00:00:00Z");
    expect(found?.hint).toContain("Every version in src/configuration/versions.ts is past its support");
  });
});

describe("the default engine", () => {
  test("is no environment's fault: past its support it is a warning still", () => {
    const declaration = { ...soundDeclaration(), now: new Date("2027-03-01T00:00:00Z") };
    expect(problemsOf(declaration).filter(({ code }) => code.startsWith("ES0139"))).toMatchObject([
      { problem: "Support of OpenTofu 1.12.6 ended on 2027-02-01.", level: "warning" },
    ]);
  });

  test("is not spoken of when every environment chose another", () => {
    const declaration = { ...soundDeclaration(), now: new Date("2026-11-24T00:00:00Z") };
    for (const name of ["development", "staging", "production"] as const)
      declaration[name].spacelift.openTofu = "1.13.2";
    expect(problemsOf(declaration)).toEqual([]);
  });
});

describe("the catalogue", () => {
  // Defects 86 to 91: versions floated, or stood in ten files.
  test("pins every provider and add-on to one exact version", () => {
    for (const { version } of Object.values(providers)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const { addOns } of Object.values(kubernetesVersions)) {
      expect(Object.keys(addOns)).toEqual(expect.arrayContaining(["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]));
      for (const version of Object.values(addOns)) expect(version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    }
  });

  test("knows the defaults, and a kube-proxy of the cluster's own minor for every Kubernetes", () => {
    expect(kubernetesVersions[defaultKubernetesVersion]).toBeDefined();
    expect(openTofuSupport[defaultOpenTofuVersion.split(".").slice(0, 2).join(".")]).toBeDefined();
    for (const [minor, { addOns }] of Object.entries(kubernetesVersions)) {
      expect(addOns["kube-proxy"]).toContain(`v${minor}.`);
    }
  });
});
