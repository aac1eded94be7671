import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { idOf, networkIn } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { modifyLaunchTemplate } from "../api/launch-templates.ts";
import { launchTemplateRules } from "./launch-templates.ts";

const template = (cloud: TestCloud, name: string, changes = {}): string =>
  idOf(
    cloud.create("aws_launch_template", {
      name,
      instance_type: "t3.micro",
      image_id: "ami-0123456789abcdef0",
      ...changes,
    }),
  );

function startFrom(cloud: TestCloud, name: string): void {
  cloud.create("aws_instance", { launch_template: [{ name }], subnet_id: networkIn(cloud).subnet() });
}

testRules(launchTemplateRules, () => testCloud(), {
  nameTaken: {
    refused: (cloud) => {
      template(cloud, "nodes");
      template(cloud, "nodes");
    },
    accepted: (cloud) => {
      template(cloud, "nodes");
      template(cloud, "others");
    },
  },
  versionMissing: {
    refused: (cloud) => modifyLaunchTemplate(cloud.aws, template(cloud, "nodes"), 2),
    accepted: (cloud) => modifyLaunchTemplate(cloud.aws, template(cloud, "nodes"), 1),
  },
  nameMissing: {
    refused: (cloud) => startFrom(cloud, "nodes"),
    accepted: (cloud) => {
      template(cloud, "nodes");
      startFrom(cloud, "nodes");
    },
  },
  userDataForm: {
    refused: (cloud) => template(cloud, "nodes", { user_data: "#!/bin/sh" }),
    accepted: (cloud) => template(cloud, "nodes", { user_data: Buffer.from("#!/bin/sh").toString("base64") }),
  },
});
