import { createHash } from "node:crypto";

/** Id of an image in a Region. It follows from the image's name, so that EC2 and Systems Manager name the same one. */
export function imageId(region: string, name: string): string {
  return `ami-0${createHash("sha256").update(`${region} ${name}`).digest("hex").slice(0, 16)}`;
}
