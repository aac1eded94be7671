import { CreatedWithError, type ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import { type Aws, AwsError } from "../../client.ts";
import { text, textOrNull } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  attachInternetGateway,
  createEgressOnlyInternetGateway,
  createInternetGateway,
  deleteEgressOnlyInternetGateway,
  deleteInternetGateway,
  describeEgressOnlyInternetGateway,
  describeInternetGateway,
  detachInternetGateway,
} from "../api/internet-gateways.ts";
import { ignoring } from "../calls.ts";
import type { EgressOnlyInternetGateway, InternetGateway } from "../gateway-records.ts";
import { arnOf } from "../identifiers.ts";
import { updateTags } from "./tagging.ts";

const missing = ["InvalidInternetGatewayID.NotFound"];

function gatewayAttributes(aws: Aws, gateway: InternetGateway): Values {
  return {
    id: gateway.id,
    arn: arnOf(aws, "internet-gateway", gateway.id),
    owner_id: aws.account,
    vpc_id: gateway.vpcId ?? "",
    tags_all: gateway.tags,
  };
}

export const internetGateway: ResourceType<Aws> = {
  type: "aws_internet_gateway",
  label: "EC2 Internet Gateway",
  create({ client, input }) {
    const made = createInternetGateway(client, tagsOf(input.tags_all));
    const vpcId = textOrNull(input, "vpc_id");
    try {
      if (vpcId) attachInternetGateway(client, made.id, vpcId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new CreatedWithError(gatewayAttributes(client, made), error);
    }
    return gatewayAttributes(client, { ...made, vpcId });
  },
  read({ client, state }) {
    const found = ignoring(missing, () => describeInternetGateway(client, text(state, "id")));
    return found ? gatewayAttributes(client, found) : null;
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    if (changed("vpc_id")) {
      if (text(state, "vpc_id")) {
        ignoring(["Gateway.NotAttached"], () => detachInternetGateway(client, id, text(state, "vpc_id")));
      }
      if (text(input, "vpc_id")) attachInternetGateway(client, id, text(input, "vpc_id"));
    }
    updateTags(call);
    return {};
  },
  removalIsTriedAgain: ["DependencyViolation"],
  delete({ client, state, takes }) {
    const id = text(state, "id");
    const gone = [...missing, "Gateway.NotAttached"];
    if (text(state, "vpc_id")) {
      takes(9);
      ignoring(gone, () => detachInternetGateway(client, id, text(state, "vpc_id")));
    }
    ignoring(gone, () => deleteInternetGateway(client, id));
  },
};

function egressOnlyAttributes(aws: Aws, { id, vpcId, tags }: EgressOnlyInternetGateway): Values {
  return { id, arn: arnOf(aws, "egress-only-internet-gateway", id), vpc_id: vpcId, tags_all: tags };
}

export const egressOnlyInternetGateway: ResourceType<Aws> = {
  type: "aws_egress_only_internet_gateway",
  label: "EC2 Egress-only Internet Gateway",
  create({ client, input }) {
    const made = createEgressOnlyInternetGateway(client, text(input, "vpc_id"), tagsOf(input.tags_all));
    return egressOnlyAttributes(client, made);
  },
  read({ client, state }) {
    const found = ignoring(["InvalidGatewayID.NotFound"], () =>
      describeEgressOnlyInternetGateway(client, text(state, "id")),
    );
    return found ? egressOnlyAttributes(client, found) : null;
  },
  update(call) {
    updateTags(call);
    return {};
  },
  delete({ client, state }) {
    ignoring(["InvalidGatewayID.NotFound"], () => deleteEgressOnlyInternetGateway(client, text(state, "id")));
  },
};
