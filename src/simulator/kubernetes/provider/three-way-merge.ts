import type { Json, JsonObject } from "../../world/json.ts";
import { builtInKinds } from "../kinds.ts";
import { isObject, type KubernetesObject, kindKey, type Manifest } from "../object.ts";

const builtIn = new Set(builtInKinds.map(({ group, kind }) => `${group}/${kind}`));

/**
 * What an object becomes when its manifest changes, as `kubectl apply` and Helm compute it: fields that the old manifest had and the
 * new one has not are removed, those of the new one are set, and everything that others wrote stays. Lists of built-in kinds whose
 * elements have names are merged by name; all others are replaced.
 */
export function threeWayMerge(original: Manifest | undefined, modified: Manifest, current: KubernetesObject): Manifest {
  const merge = builtIn.has(kindKey(current)) ? mergeNamedLists : takeList;
  const { status: _status, ...live } = current;
  return merged(original, modified, live, merge) as Manifest;
}

type MergeLists = (original: Json | undefined, modified: readonly Json[], current: Json | undefined) => Json;

function merged(original: Json | undefined, modified: Json, current: Json | undefined, lists: MergeLists): Json {
  if (Array.isArray(modified)) return lists(original, modified, current);
  if (!isObject(modified) || !isObject(current)) return modified;
  const result: Record<string, Json | undefined> = { ...current };
  if (isObject(original)) {
    for (const name of Object.keys(original)) {
      if (original[name] !== undefined && modified[name] === undefined) delete result[name];
    }
  }
  for (const [name, value] of Object.entries(modified)) {
    if (value === undefined) continue;
    if (value === null) delete result[name];
    else result[name] = merged(isObject(original) ? original[name] : undefined, value, current[name], lists);
  }
  return result;
}

const takeList: MergeLists = (_original, modified) => modified;

function mergeNamedLists(original: Json | undefined, modified: readonly Json[], current: Json | undefined): Json {
  const key = ["name", "containerPort", "mountPath", "port"].find((name) =>
    modified.every((item) => hasKey(item, name)),
  );
  if (key === undefined || !Array.isArray(current) || !current.every((item: Json) => hasKey(item, key)))
    return modified;
  const named = (list: Json | undefined, value: Json | undefined): JsonObject | undefined =>
    Array.isArray(list) ? list.find((item): item is JsonObject => isObject(item) && item[key] === value) : undefined;
  const written = modified
    .filter(isObject)
    .map((item) => merged(named(original, item[key]), item, named(current, item[key]), mergeNamedLists));
  const foreign = current.filter(isObject).filter((item) => !named(modified, item[key]) && !named(original, item[key]));
  return [...written, ...foreign];
}

function hasKey(item: Json, name: string): item is JsonObject {
  return isObject(item) && item[name] !== undefined;
}
