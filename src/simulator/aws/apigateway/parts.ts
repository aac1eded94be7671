import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Table } from "../../world/table.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import { type Api, apiGateway, type Part } from "./records.ts";
import { rules } from "./rules.ts";

/** ARN of something below an API, as permissions name it: without an account. */
export function apiArn(aws: Aws, ...path: readonly string[]): string {
  return aws.arn("apigateway", ["/apis", ...path].join("/"), { account: "" });
}

/**
 * The API of that id.
 *
 * @throws ServiceError when there is none
 */
export function apiOf(aws: Aws, id: string): Api {
  const api = apiGateway.apis(aws).get(id);
  refuseUnless(api, rules.apiMissing, aws.account, id);
  return api;
}

/** One kind of things that an API is made of, which all are made, read, changed and removed alike. */
interface PartKind {
  readonly type: string;
  readonly label: string;
  /** Last part of the operations' names, for example `Route`. */
  readonly word: string;
  /** Path below the API, for example `routes`. */
  readonly path: string;
  readonly idLength: number;
  table(aws: Aws): Table<Part>;
  /** Refuses what cannot be; `present` is the part as it was. */
  check(aws: Aws, api: Api, input: Values, present: Part | undefined): void;
  /** Refuses a removal. */
  checkRemoval?(aws: Aws, part: Part): void;
  /** What the service fills in. */
  shown?(aws: Aws, part: Part, api: Api): Values;
}

/** The resource type of such a kind. */
export function partType(kind: PartKind): ResourceType<Aws> {
  const { word, path } = kind;
  const shown = (aws: Aws, part: Part): Values => ({
    ...part.settings,
    id: part.id,
    api_id: part.apiId,
    ...kind.shown?.(aws, part, apiOf(aws, part.apiId)),
  });
  return {
    type: kind.type,
    label: kind.label,

    create({ client, input }) {
      const apiId = text(input, "api_id");
      const request = {
        action: "apigateway:POST",
        operation: `Create${word}`,
        resources: [apiArn(client, apiId, path)],
      };
      return client.call(request, () => {
        const api = apiOf(client, apiId);
        kind.check(client, api, input, undefined);
        const id = client.ids.text(kind.idLength, "abcdefghijklmnopqrstuvwxyz0123456789", kind.type, [apiId, input]);
        return shown(client, kind.table(client).put(`${apiId}/${id}`, { apiId, id, settings: input }));
      });
    },

    read({ client, state }) {
      const [apiId, id] = [text(state, "api_id"), text(state, "id")];
      const request = {
        action: "apigateway:GET",
        operation: `Get${word}`,
        resources: [apiArn(client, apiId, path, id)],
      };
      const found = client.call(request, () => kind.table(client).get(`${apiId}/${id}`));
      return found ? shown(client, found) : null;
    },

    update({ client, input, state }) {
      const [apiId, id] = [text(state, "api_id"), text(state, "id")];
      const resources = [apiArn(client, apiId, path, id)];
      return client.call({ action: "apigateway:PATCH", operation: `Update${word}`, resources }, () => {
        const present = kind.table(client).get(`${apiId}/${id}`);
        kind.check(client, apiOf(client, apiId), input, present);
        return shown(client, kind.table(client).put(`${apiId}/${id}`, { apiId, id, settings: input }));
      });
    },

    delete({ client, state }) {
      const [apiId, id] = [text(state, "api_id"), text(state, "id")];
      const part = kind.table(client).get(`${apiId}/${id}`);
      if (!part) return;
      const resources = [apiArn(client, apiId, path, id)];
      client.call({ action: "apigateway:DELETE", operation: `Delete${word}`, resources }, () => {
        kind.checkRemoval?.(client, part);
        kind.table(client).delete(`${apiId}/${id}`);
      });
    },

    import: (_call, id) => {
      const [apiId, partId, ...rest] = id.split("/");
      return apiId && partId && rest.length === 0 ? { api_id: apiId, id: partId } : null;
    },
  };
}
