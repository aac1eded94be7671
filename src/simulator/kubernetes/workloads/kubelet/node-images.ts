import type { Cluster } from "../../cluster.ts";
import { formatImage, parseImage } from "./images.ts";

/** Which images are on which nodes. */
function table(cluster: Cluster) {
  return cluster.table<{ readonly node: string; readonly image: string }>("pulled-image");
}

/** Whether an image was pulled on a node before. */
export function hasImage(cluster: Cluster, node: string, reference: string): boolean {
  return table(cluster).has(`${node} ${fullName(reference)}`);
}

/** Notes that an image is on a node; it stays there as long as the node. */
export function keepImage(cluster: Cluster, node: string, reference: string): void {
  const image = fullName(reference);
  table(cluster).put(`${node} ${image}`, { node, image });
}

function fullName(reference: string): string {
  const image = parseImage(reference);
  return image ? formatImage(image) : reference;
}
