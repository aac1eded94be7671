/** What EBS offers of one type of volume. */
interface VolumeTypeFacts {
  /** GiB. */
  readonly minimumSize: number;
  readonly maximumSize: number;
  /** Operations a second that can be asked for; null where they follow from the size. */
  readonly iops: { readonly minimum: number; readonly maximum: number } | null;
}

/** Types of volumes. Source: EBS User Guide, Amazon EBS volume types (gp3 as of 2025). */
export const volumeTypes: Readonly<Record<string, VolumeTypeFacts>> = {
  gp3: { minimumSize: 1, maximumSize: 65_536, iops: { minimum: 3_000, maximum: 80_000 } },
  gp2: { minimumSize: 1, maximumSize: 16_384, iops: null },
  io2: { minimumSize: 4, maximumSize: 65_536, iops: { minimum: 100, maximum: 256_000 } },
  io1: { minimumSize: 4, maximumSize: 16_384, iops: { minimum: 100, maximum: 64_000 } },
  st1: { minimumSize: 125, maximumSize: 16_384, iops: null },
  sc1: { minimumSize: 125, maximumSize: 16_384, iops: null },
  standard: { minimumSize: 1, maximumSize: 1_024, iops: null },
};

/** Volumes that an instance takes; before the seventh generation its network interfaces count too. Source: EBS volume limits. */
export function attachmentLimit(instanceType: string): { readonly volumes: number; readonly isShared: boolean } {
  const generation = Number(/^[a-z]+(\d+)/.exec(instanceType)?.[1] ?? 5);
  return generation >= 7 ? { volumes: 32, isShared: false } : { volumes: 28, isShared: true };
}
