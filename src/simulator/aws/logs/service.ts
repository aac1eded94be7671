import type { AwsService } from "../aws-service.ts";
import { logGroup } from "./log-group-type.ts";
import { rules } from "./rules.ts";

/** CloudWatch Logs. */
export const logs: AwsService = {
  resources: [logGroup],
  dataSources: [],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [
    { id: "logs/retention", reason: "The provider itself refuses other numbers of days." },
    { id: "logs/class", reason: "The provider itself refuses other classes." },
    { id: "logs/group-quota", reason: "A world does not come near a million log groups." },
    { id: "logs/busy", reason: "Simulated calls do not overlap; plan a fault to see the conflict." },
    { id: "logs/recreate", reason: "No refusal: a writer makes its group again without retention, key or tags." },
    { id: "logs/delete-streams", reason: "No refusal: a group goes with all that is in it." },
    { id: "logs/resource-policy", reason: "No type of the schemas makes resource policies of log groups." },
    { id: "logs/rate", reason: "Request rates are not counted; plan a fault to see throttling." },
  ],
  durations: {},
};
