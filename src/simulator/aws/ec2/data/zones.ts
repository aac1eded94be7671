import { ProviderError } from "../../../planning/diagnostics.ts";
import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text, texts } from "../../input.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { regions, type Zone, zonesOf } from "../facts/zones.ts";
import { type FilterFields, filterOf } from "../filters.ts";

interface ZoneRow extends Zone {
  readonly region: string;
  readonly tags: Tags;
}

/** All zones are ordinary ones that need no opting in. */
const fields: FilterFields<ZoneRow> = {
  "zone-name": ({ name }) => name,
  "zone-id": ({ id }) => id,
  "zone-type": () => "availability-zone",
  state: () => "available",
  "opt-in-status": () => "opt-in-not-required",
  "region-name": ({ region }) => region,
  "group-name": ({ region }) => region,
};

export const availabilityZones: DataSource<Aws> = {
  type: "aws_availability_zones",
  read({ client }, config) {
    const { region } = client;
    const excluded = new Set([...texts(config.exclude_names), ...texts(config.exclude_zone_ids)]);
    const zones = callEc2(client, "DescribeAvailabilityZones", {}, () => {
      const matches = filterOf(config, fields);
      return zonesOf(region).filter((zone) => matches({ ...zone, region, tags: {} }));
    }).filter(({ name, id }) => !excluded.has(name) && !excluded.has(id));
    const shown = ["", "available"].includes(text(config, "state")) ? zones : [];
    return {
      id: region,
      names: shown.map(({ name }) => name),
      zone_ids: shown.map(({ id }) => id),
      group_names: shown.length > 0 ? [region] : [],
    };
  },
};

/** `aws_region`; no call is made. */
export const region: DataSource<Aws> = {
  type: "aws_region",
  looksForRegion: true,
  read({ client }, config) {
    const byEndpoint = text(config, "endpoint").replace(/^ec2\.(.*)\.amazonaws\.com$/, "$1");
    const asked = [byEndpoint, text(config, "name"), text(config, "region")].filter(Boolean);
    const [name = client.region] = asked;
    if (asked.some((other) => other !== name)) throw new ProviderError("multiple EC2 Regions matched");
    const facts = regions[name];
    if (!facts) throw new ProviderError(`no matching EC2 Region found: ${name}`);
    return { id: name, name, region: name, description: facts.description, endpoint: `ec2.${name}.amazonaws.com` };
  },
};
