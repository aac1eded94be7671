import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { configurationRules } from "./configuration.ts";

function variable(spacelift: TestSpacelift, name: string, value: string): void {
  spacelift.create("spacelift_environment_variable", { stack_id: spacelift.stack("App"), name, value });
}

function file(spacelift: TestSpacelift, relative_path: string, content: string): void {
  spacelift.create("spacelift_mounted_file", { stack_id: spacelift.stack("App"), relative_path, content });
}

function attach(spacelift: TestSpacelift, context_id: string, stack_id: string): void {
  spacelift.create("spacelift_context_attachment", { context_id, stack_id });
}

const timeout = "SPACELIFT_STATE_OUTPUTS_UPLOAD_TIMEOUT";

testRules(configurationRules, () => testSpacelift(), {
  contextSlugTaken: {
    refused(spacelift) {
      spacelift.create("spacelift_context", { name: "Shared settings" });
      spacelift.create("spacelift_context", { name: "shared  Settings", space_id: "root" });
    },
    accepted(spacelift) {
      spacelift.create("spacelift_context", { name: "Shared settings" });
      spacelift.create("spacelift_context", { name: "Shared settings 2" });
    },
  },
  contextNotFound: {
    refused: (spacelift) => attach(spacelift, "missing", spacelift.stack("App")),
    accepted(spacelift) {
      const { id } = spacelift.create("spacelift_context", { name: "Shared" });
      attach(spacelift, String(id), spacelift.stack("App"));
    },
  },
  contextAttached: {
    refused(spacelift) {
      const stackId = spacelift.stack("App");
      spacelift.create("spacelift_context", { name: "Shared" });
      attach(spacelift, "shared", stackId);
      attach(spacelift, "shared", stackId);
    },
    accepted(spacelift) {
      spacelift.create("spacelift_context", { name: "Shared" });
      attach(spacelift, "shared", spacelift.stack("App"));
      attach(spacelift, "shared", spacelift.stack("Other"));
    },
  },
  variableName: {
    refused: (spacelift) => variable(spacelift, "MY-NAME", "x"),
    accepted: (spacelift) => variable(spacelift, "MY_NAME", "x"),
  },
  variableNewline: {
    refused: (spacelift) => variable(spacelift, "TEXT", "one\ntwo"),
    accepted: (spacelift) => variable(spacelift, "TEXT", "one\\ntwo"),
  },
  uploadTimeout: {
    refused: (spacelift) => variable(spacelift, timeout, "10m1s"),
    accepted: (spacelift) => variable(spacelift, timeout, "10m"),
  },
  fileSize: {
    refused: (spacelift) => file(spacelift, "large", Buffer.alloc(2 * 1_024 * 1_024 + 1).toString("base64")),
    accepted: (spacelift) => file(spacelift, "large", Buffer.alloc(2 * 1_024 * 1_024).toString("base64")),
  },
  fileContent: {
    refused: (spacelift) => file(spacelift, "note.txt", "plain text!"),
    accepted: (spacelift) => file(spacelift, "note.txt", Buffer.from("plain text!").toString("base64")),
  },
  filePath: {
    refused: (spacelift) => file(spacelift, "source/../../etc/passwd", "eA=="),
    accepted: (spacelift) => file(spacelift, "source/backend.tf", "eA=="),
  },
});
