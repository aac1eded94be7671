import { CreatedWithError, type ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { blocks, text, texts } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createRouteTable,
  deleteRouteTable,
  describeRouteTable,
  disassociateRouteTable,
  enableRoutePropagation,
} from "../api/route-tables.ts";
import { canonicalDestination, createRoute, deleteRoute, replaceRoute } from "../api/routes.ts";
import { describeVpcs } from "../api/vpcs.ts";
import { ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { RouteTable } from "../routing-records.ts";
import { planAttributeBlocks } from "./attribute-blocks.ts";
import { destinationOf, ownRoutes, routeBlock, routeBlocks, targetsOf } from "./route-values.ts";
import { applyTags, updateTags } from "./tagging.ts";

const missing = ["InvalidRouteTableID.NotFound"];

function tableAttributes(aws: Aws, table: RouteTable): Values {
  return {
    id: table.id,
    arn: arnOf(aws, "route-table", table.id),
    owner_id: aws.account,
    vpc_id: table.vpcId,
    route: ownRoutes(table).map(routeBlock),
    propagating_vgws: [],
    tags_all: table.tags,
  };
}

/** Brings the routes of a table from one configuration to another. */
function applyRoutes(aws: Aws, id: string, before: readonly Values[], after: readonly Values[]): void {
  const byDestination = (routes: readonly Values[]) =>
    new Map(routes.map((block) => [canonicalDestination(destinationOf(block)), targetsOf(block)]));
  const [held, wanted] = [byDestination(before), byDestination(after)];
  for (const destination of held.keys()) {
    if (!wanted.has(destination)) ignoring(["InvalidRoute.NotFound"], () => deleteRoute(aws, id, destination));
  }
  for (const [destination, targets] of wanted) {
    const old = held.get(destination);
    if (!old) createRoute(aws, id, destination, targets);
    else if (JSON.stringify(old) !== JSON.stringify(targets)) replaceRoute(aws, id, destination, targets);
  }
}

export const routeTable: ResourceType<Aws> = {
  type: "aws_route_table",
  label: "EC2 Route Table",
  plan: (call) => planAttributeBlocks(call, routeBlocks),
  create({ client, input }) {
    const made = createRouteTable(client, text(input, "vpc_id"), tagsOf(input.tags_all));
    try {
      for (const gateway of texts(input.propagating_vgws)) enableRoutePropagation(client, made.id, gateway);
      applyRoutes(client, made.id, [], blocks(input, "route"));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(tableAttributes(client, describeRouteTable(client, made.id)), error);
    }
    return tableAttributes(client, describeRouteTable(client, made.id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeRouteTable(client, text(state, "id")));
    return found ? tableAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("propagating_vgws")) {
      for (const gateway of texts(input.propagating_vgws)) enableRoutePropagation(client, id, gateway);
    }
    if (changed("route")) applyRoutes(client, id, blocks(state, "route"), blocks(input, "route"));
    updateTags(call);
    return tableAttributes(client, describeRouteTable(client, id));
  },
  delete({ client, state }) {
    const id = text(state, "id");
    ignoring(missing, () => {
      for (const association of describeRouteTable(client, id).associations) {
        disassociateRouteTable(client, association.id);
      }
      deleteRouteTable(client, id);
    });
  },
};

export const defaultRouteTable: ResourceType<Aws> = {
  type: "aws_default_route_table",
  label: "EC2 Default Route Table",
  plan: (call) => planAttributeBlocks(call, routeBlocks),
  create({ client, input }) {
    const id = text(input, "default_route_table_id");
    const table = describeRouteTable(client, id);
    applyRoutes(client, id, ownRoutes(table).map(routeBlock), blocks(input, "route"));
    applyTags(client, id, table.tags, tagsOf(input.tags_all));
    return tableAttributes(client, describeRouteTable(client, id));
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeRouteTable(client, text(state, "id")));
    return found ? { ...tableAttributes(client, found), default_route_table_id: found.id } : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("route")) applyRoutes(client, id, blocks(state, "route"), blocks(input, "route"));
    updateTags(call);
    return tableAttributes(client, describeRouteTable(client, id));
  },
  // The table goes with its VPC; the provider only forgets it.
  delete() {},
  import({ client }, id) {
    const vpc = describeVpcs(client, [id])[0];
    return vpc ? { id: vpc.mainRouteTableId, default_route_table_id: vpc.mainRouteTableId } : null;
  },
};
