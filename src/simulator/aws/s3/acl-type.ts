import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import { unknown, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, text, textOrNull } from "../input.ts";
import { cannedGrants, policyGrants, putBucketAcl } from "./acl.ts";
import { callWithout } from "./calls.ts";
import { type Bucket, canonicalUserId, type Grant } from "./records.ts";
import { idOf, importedTarget, planExpectedOwner, targetOf } from "./setting-type.ts";

/** `aws_s3_bucket_acl`: its deletion leaves the ACL as it is. */
export const bucketAcl: ResourceType<Aws> = {
  type: "aws_s3_bucket_acl",
  label: "S3 Bucket ACL",

  plan(call) {
    planExpectedOwner(call);
    planCanned(call);
  },

  create({ client, input }) {
    return { id: aclIdOf(input), ...shown(client, put(client, input)) };
  },

  read({ client, state }) {
    const bucket = callWithout(client, "GetBucketAcl", targetOf(state), (found) => found);
    return bucket ? { bucket: bucket.name, ...shown(client, bucket) } : null;
  },

  update({ client, input }) {
    return { id: aclIdOf(input), ...shown(client, put(client, input)) };
  },

  delete() {},

  import(_call, id) {
    const [, target = "", acl] = /^(.*?)(?:,([a-z-]+))?$/.exec(id) ?? [];
    const imported = importedTarget(target);
    return imported && { ...imported, id, ...(acl === undefined ? {} : { acl }) };
  },
};

/** What a canned ACL grants is known when S3 has answered; names of accounts are no longer shown at all. */
function planCanned({ planned, changed }: PlanCall<Aws>): void {
  if (changed("acl") && planned.acl !== null && planned.acl !== "") planned.access_control_policy = unknown;
  else if (Array.isArray(planned.access_control_policy)) {
    planned.access_control_policy = blocks(planned, "access_control_policy").map((policy) => ({
      ...policy,
      grant: blocks(policy, "grant").map((grant) => ({
        ...grant,
        grantee: blocks(grant, "grantee").map((grantee) => ({ ...grantee, display_name: "" })),
      })),
    }));
  }
}

function put(aws: Aws, input: Values): Bucket {
  const acl = textOrNull(input, "acl");
  const [policy = {}] = blocks(input, "access_control_policy");
  return putBucketAcl(aws, targetOf(input), () => (acl === null ? policyGrants(aws, policy) : cannedGrants(aws, acl)));
}

/** `<bucket>[,<expected owner>][,<canned ACL>]`. */
function aclIdOf(values: Values): string {
  return [idOf(values), text(values, "acl")].filter((part) => part !== "").join();
}

function shown(aws: Aws, bucket: Bucket): Values {
  const owner = canonicalUserId(aws.world, bucket.account);
  return {
    access_control_policy: [{ owner: [{ id: owner, display_name: "" }], grant: bucket.grants.map(shownGrant) }],
  };
}

function shownGrant({ type, id, uri, permission }: Grant): Values {
  return { permission, grantee: [{ type, id: id || null, uri: uri || null, email_address: null, display_name: "" }] };
}
