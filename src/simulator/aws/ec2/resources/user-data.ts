import type { Values } from "../../../planning/values.ts";
import { text, textOrNull } from "../../input.ts";
import type { Instance } from "../instance-records.ts";

/** Base64 as EC2 wants it; what is base64 already the provider sends as it is. */
export function encoded(text: string): string {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isBase64 ? text : Buffer.from(text).toString("base64");
}

export function userDataOf(values: Values): string | null {
  const given = textOrNull(values, "user_data_base64") ?? encoded(text(values, "user_data"));
  return given === "" ? null : given;
}

/** User data stands in the state as it was written: in plain text, or in base64 where that is what is configured. */
export function userDataShown({ userData }: Instance, values: Values): Values {
  if (textOrNull(values, "user_data_base64")) return { user_data_base64: userData ?? "" };
  if (encoded(text(values, "user_data")) === (userData ?? "")) return {};
  return { user_data: Buffer.from(userData ?? "", "base64").toString() };
}
