/** The map in which cdktn keeps every token of the process, and by it the whole tree of constructs that the token belongs to. */
interface TokenMap {
  readonly stringTokenMap: Map<string, unknown>;
  readonly numberTokenMap: Map<number, unknown>;
}

/** Lets go of the tokens of stacks that are rendered. Their texts hold no token any more; without this, memory would grow with every stack. */
export function forgetTokens(): void {
  const { __cdktfTokenMap: tokens } = globalThis as { __cdktfTokenMap?: TokenMap };
  tokens?.stringTokenMap.clear();
  tokens?.numberTokenMap.clear();
}
