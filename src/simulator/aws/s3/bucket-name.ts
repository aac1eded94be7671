/** True for a name that a general-purpose bucket may have (S3 UG, "Bucket naming rules"). */
export function isBucketName(name: string): boolean {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes("..")) return false;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return false;
  return !reservedStarts.some((start) => name.startsWith(start)) && !reservedEnds.some((end) => name.endsWith(end));
}

const reservedStarts: readonly string[] = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds: readonly string[] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
