import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text, textOrNull } from "../../input.ts";
import {
  associateRouteTable,
  describeRouteTable,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from "../api/route-tables.ts";
import { ignoring } from "../calls.ts";

const missing = ["InvalidRouteTableID.NotFound"];
const dissociated = ["InvalidAssociationID.NotFound"];

export const routeTableAssociation: ResourceType<Aws> = {
  type: "aws_route_table_association",
  label: "EC2 Route Table Association",
  create({ client, input }) {
    const target = { subnetId: textOrNull(input, "subnet_id"), gatewayId: textOrNull(input, "gateway_id") };
    return { id: associateRouteTable(client, text(input, "route_table_id"), target).id };
  },
  read({ client, state }) {
    const table = ignoring(missing, () => describeRouteTable(client, text(state, "route_table_id")));
    const found = table?.associations.find(({ id }) => id === text(state, "id"));
    return found ? { subnet_id: found.subnetId ?? "", gateway_id: found.gatewayId ?? "" } : null;
  },
  update({ client, state, input }) {
    const id = text(input, "route_table_id");
    const moved = ignoring(dissociated, () => replaceRouteTableAssociation(client, text(state, "id"), id));
    const target = { subnetId: textOrNull(state, "subnet_id"), gatewayId: textOrNull(state, "gateway_id") };
    return { id: (moved ?? associateRouteTable(client, id, target)).id };
  },
  delete({ client, state }) {
    ignoring(dissociated, () => disassociateRouteTable(client, text(state, "id")));
  },
  import({ client }, id) {
    const [target = "", tableId = "", ...rest] = id.split("/");
    if (!/^(subnet|igw|vgw)-/.test(target) || !tableId.startsWith("rtb-") || rest.length > 0) return null;
    const table = ignoring(missing, () => describeRouteTable(client, tableId));
    const found = table?.associations.find(({ subnetId, gatewayId }) => target === subnetId || target === gatewayId);
    const targets = target.startsWith("subnet-") ? { subnet_id: target } : { gateway_id: target };
    return { id: found?.id ?? id, route_table_id: tableId, ...targets };
  },
};
