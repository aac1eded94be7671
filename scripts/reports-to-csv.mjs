/*
 * Reports of Trivy as a table for a spreadsheet (RFC 4180):
 *
 *   kubectl get configauditreports -A -o json | node scripts/reports-to-csv.mjs checks > checks.csv
 *   kubectl get vulnerabilityreports -A -o json | node scripts/reports-to-csv.mjs vulnerabilities > vulnerabilities.csv
 */
import { readFileSync } from "node:fs";

/** What a report is about, as its operator labels it. */
function subjectOf({ metadata }) {
  const { annotations = {}, labels = {} } = metadata;
  const label = (name) => annotations[`trivy-operator.resource.${name}`] ?? labels[`trivy-operator.resource.${name}`];
  return { namespace: metadata.namespace ?? label("namespace"), name: label("name"), kind: label("kind") };
}

/** One row for each check, or one with the counts of a report without checks. */
function rowsOfChecks(item) {
  const { namespace, name, kind } = subjectOf(item);
  const { checks = [], summary = {} } = item.report;
  const counts = ["critical", "high", "medium", "low"].map((severity) => summary[`${severity}Count`]);
  const found = checks.length > 0 ? checks : [{}];
  return found.map(({ checkID, severity, title, description, remediation, success }) => [
    namespace,
    name,
    kind,
    checkID,
    severity,
    title,
    description,
    remediation,
    success,
    ...counts,
  ]);
}

/** One row for each vulnerability. */
function rowsOfVulnerabilities(item) {
  const { namespace, name, kind } = subjectOf(item);
  return (item.report.vulnerabilities ?? []).map((found) => [
    namespace,
    `${kind}/${name}`,
    found.installedVersion,
    found.fixedVersion,
    found.severity,
    found.vulnerabilityID,
    found.title,
    found.primaryLink,
  ]);
}

const tables = {
  checks: {
    header:
      "Namespace,ResourceName,ResourceKind,CheckID,Severity,Title,Description,Remediation,Success,CriticalCount,HighCount,MediumCount,LowCount",
    rows: rowsOfChecks,
  },
  vulnerabilities: {
    header: "Namespace,Resource,InstalledVersion,FixedVersion,Severity,VulnerabilityID,Title,PrimaryLink",
    rows: rowsOfVulnerabilities,
  },
};

function cell(value) {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

const table = tables[process.argv[2]] ?? fail(`Say what to list: ${Object.keys(tables).join(" or ")}.`);
const { items } = JSON.parse(readFileSync(0, "utf8"));
if (!Array.isArray(items)) fail("Standard input holds no list: let kubectl write it with -o json.");
const lines = [table.header, ...items.flatMap(table.rows).map((row) => row.map(cell).join(","))];
process.stdout.write(`${lines.join("\r\n")}\r\n`);
