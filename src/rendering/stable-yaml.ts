import { stringify } from "yaml";

/** YAML documents with sorted keys, no anchors and no folded lines: equal values give equal text. */
export function stableYaml(documents: readonly unknown[]): string {
  return documents
    .map((document) => stringify(document, { sortMapEntries: true, aliasDuplicateObjects: false, lineWidth: 0 }))
    .join("---\n");
}
