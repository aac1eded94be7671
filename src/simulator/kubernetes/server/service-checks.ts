import type { JsonObject } from "../../world/json.ts";
import { at, objectsAt, textAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import { fieldRules as rules } from "../rules/field-rules.ts";
import type { Problem } from "../rules/invalid.ts";
import { portNameProblem, portNumberProblem } from "./port-forms.ts";

/** What is wrong with the ports of a Service. */
export function servicePortProblems(service: KubernetesObject): readonly Problem[] {
  const ports = objectsAt(service, "spec.ports");
  const needsPorts = textAt(service, "spec.type") !== "ExternalName" && textAt(service, "spec.clusterIP") !== "None";
  if (ports.length === 0 && needsPorts) return [{ broken: rules.servicePorts, text: "spec.ports: Required value" }];
  const seen = new Set<string>();
  return ports.flatMap((port, index): Problem[] => {
    const name = textAt(port, "name");
    const place = `spec.ports[${index}]`;
    const isTwice = name !== "" && seen.has(name);
    seen.add(name);
    return [
      ...(name === "" && ports.length > 1
        ? [{ broken: rules.servicePortName, text: `${place}.name: Required value` }]
        : []),
      ...(isTwice
        ? [{ broken: rules.servicePortTwice, text: `${place}.name: Duplicate value: ${JSON.stringify(name)}` }]
        : []),
      ...targetProblems(port, place),
    ];
  });
}

function targetProblems(port: JsonObject, place: string): readonly Problem[] {
  const target = at(port, "targetPort");
  if (target === undefined) return [];
  const problem = typeof target === "number" ? portNumberProblem(target) : portNameProblem(String(target));
  if (problem === undefined) return [];
  const text = `${place}.targetPort: Invalid value: ${JSON.stringify(target)}: ${problem}`;
  return [{ broken: rules.targetPort, text }];
}
