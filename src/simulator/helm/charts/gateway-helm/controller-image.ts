import { textAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";

/** The image at `global.images.envoyGateway`, unless the deployment names its own. */
export function controllerImage(values: JsonObject): string {
  const repository = textAt(values, "deployment.envoyGateway.image.repository");
  if (repository !== "") return `${repository}:${textAt(values, "deployment.envoyGateway.image.tag")}`;
  return textAt(values, "global.images.envoyGateway.image");
}
