import type { Json, JsonObject } from "../../world/json.ts";
import { at, objectAt, objectsAt, textAt } from "../fields.ts";
import { isObject } from "../object.ts";
import { containerRules as rules } from "../rules/container-rules.ts";
import type { Problem } from "../rules/invalid.ts";
import { formWords, misformed } from "./name-forms.ts";
import { portNameProblem, portNumberProblem } from "./port-forms.ts";

/** What a probe can do. */
const handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

const probes = ["livenessProbe", "readinessProbe", "startupProbe"];

/** What is wrong with a container by itself; `place` is its path, for example `spec.containers[0]`. */
export function containerProblems(container: JsonObject, place: string): readonly Problem[] {
  const name = textAt(container, "name");
  const wrong = misformed("label", name);
  return [
    ...(wrong
      ? [{ broken: rules.containerName, text: `${place}.name: ${invalidValue(name)}: ${formWords("label", wrong)}` }]
      : []),
    ...(textAt(container, "image") === ""
      ? [{ broken: rules.imageMissing, text: `${place}.image: Required value` }]
      : []),
    ...portProblems(container, `${place}.ports`),
    ...probes.flatMap((probe) => probeProblems(at(container, probe), `${place}.${probe}`)),
    ...objectsAt(container, "env").flatMap((entry, index) => variableProblems(entry, `${place}.env[${index}]`)),
  ];
}

/** What is wrong with how pods are started again: workloads that keep pods running know one way, Jobs the two others. */
export function restartPolicyProblems(spec: JsonObject, path: string, isJob: boolean): readonly Problem[] {
  const policy = textAt(spec, "restartPolicy");
  const place = `${path}.restartPolicy`;
  if (isJob) {
    if (policy === "OnFailure" || policy === "Never") return [];
    return [{ broken: rules.restartPolicy, text: `${place}: Required value: valid values: "OnFailure", "Never"` }];
  }
  if (policy === "" || policy === "Always") return [];
  const text = `${place}: Unsupported value: ${JSON.stringify(policy)}: supported values: "Always"`;
  return [{ broken: rules.restartPolicy, text }];
}

function portProblems(container: JsonObject, place: string): readonly Problem[] {
  const seen = new Set<string>();
  return objectsAt(container, "ports").flatMap((port, index): Problem[] => {
    const name = textAt(port, "name");
    const number = at(port, "containerPort");
    const wrongName = name === "" ? undefined : portNameProblem(name);
    const wrongNumber = typeof number === "number" ? portNumberProblem(number) : undefined;
    const isTwice = name !== "" && seen.has(name);
    seen.add(name);
    const path = `${place}[${index}]`;
    return [
      ...(wrongName ? [{ broken: rules.portName, text: `${path}.name: ${invalidValue(name)}: ${wrongName}` }] : []),
      ...(isTwice
        ? [{ broken: rules.portNameTwice, text: `${path}.name: Duplicate value: ${JSON.stringify(name)}` }]
        : []),
      ...(wrongNumber
        ? [{ broken: rules.portNumber, text: `${path}.containerPort: Invalid value: ${number}: ${wrongNumber}` }]
        : []),
    ];
  });
}

function probeProblems(probe: Json | undefined, place: string): readonly Problem[] {
  if (!isObject(probe)) return [];
  const [first, second] = handlers.filter((handler) => isObject(probe[handler]));
  if (first === undefined) {
    return [{ broken: rules.probeHandler, text: `${place}: Required value: must specify a handler type` }];
  }
  if (second === undefined) return [];
  return [
    { broken: rules.probeHandlers, text: `${place}.${second}: Forbidden: may not specify more than 1 handler type` },
  ];
}

function variableProblems(entry: JsonObject, place: string): readonly Problem[] {
  if (textAt(entry, "name") === "") return [{ broken: rules.variableName, text: `${place}.name: Required value` }];
  if (textAt(entry, "value") === "" || Object.keys(objectAt(entry, "valueFrom")).length === 0) return [];
  const text = `${place}.valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`;
  return [{ broken: rules.variableSources, text }];
}

function invalidValue(text: string): string {
  return `Invalid value: ${JSON.stringify(text)}`;
}
