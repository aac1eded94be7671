import { ProviderError } from "../../../planning/diagnostics.ts";
import type { DataSource } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { text, texts } from "../../input.ts";
import { ipRanges as facts, published } from "../facts/ip-ranges.ts";

const publicAddress = "https://ip-ranges.amazonaws.com/ip-ranges.json";

/** `aws_ip_ranges`: no call is made; the real one reads a public file. */
export const ipRanges: DataSource<Aws> = {
  type: "aws_ip_ranges",
  read(_call, config) {
    const url = text(config, "url");
    if (!["", publicAddress].includes(url)) {
      throw new ProviderError(`error listing IP ranges from (${url})`, "A rehearsal reaches no network.", ["url"]);
    }
    const wanted = (name: string) => texts(config[name]).map((value) => value.toLowerCase());
    const [services, regions] = [wanted("services"), wanted("regions")];
    const found = Object.entries(facts).flatMap(([service, byRegion]) =>
      services.includes(service.toLowerCase()) || services.includes("amazon")
        ? Object.entries(byRegion).flatMap(([region, cidrs]) =>
            regions.length === 0 || regions.includes(region.toLowerCase()) ? cidrs : [],
          )
        : [],
    );
    if (found.length === 0) throw new ProviderError("no IP ranges result from filters");
    return {
      id: String(published.syncToken),
      create_date: published.createDate,
      sync_token: published.syncToken,
      cidr_blocks: [...new Set(found)].sort(),
      ipv6_cidr_blocks: [],
      url: url || null,
    };
  },
};
