import { inStateOnly } from "../planning/in-state-only.ts";
import { text } from "../planning/input.ts";
import type { DataSource, ResourceType } from "../planning/resource-type.ts";
import { checksums, contentOf, type Files } from "./files.ts";

export const localFile = fileType("local_file", "Local File");
export const localSensitiveFile = fileType("local_sensitive_file", "Local Sensitive File");

function fileType(type: string, label: string): ResourceType<Files> {
  return {
    ...inStateOnly,
    type,
    label,
    create({ client, input }) {
      const content = contentOf(input, client);
      client.write(text(input, "filename"), content, {
        file: Number.parseInt(text(input, "file_permission"), 8),
        folder: Number.parseInt(text(input, "directory_permission"), 8),
      });
      return checksums(content);
    },
    /** A file that somebody changed is as good as gone: it is written again. */
    read({ client, state }) {
      const content = client.find(text(state, "filename"));
      return content && checksums(content).id === state.id ? state : null;
    },
    delete({ client, state }) {
      client.remove(text(state, "filename"));
    },
  };
}

export const fileData = dataSource("local_file");
export const sensitiveFileData = dataSource("local_sensitive_file");

function dataSource(type: string): DataSource<Files> {
  return {
    type,
    read({ client }, config) {
      const content = client.read(text(config, "filename"));
      return { content: content.toString("utf8"), content_base64: content.toString("base64"), ...checksums(content) };
    },
  };
}
