/** DER in the armour of RFC 7468, with lines of 64 characters and a line feed at the end. */
export function toPem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** Every block of a text, in order. */
export function fromPem(text: string): { readonly label: string; readonly der: Buffer }[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\s([A-Za-z0-9+/=\s]+?)-----END \1-----/g);
  return [...blocks].map(([, label = "", body = ""]) => ({ label, der: Buffer.from(body, "base64") }));
}
