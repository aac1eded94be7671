import type { Behaviour, Block } from "./schema.ts";

/**
 * What `make` gives for a block and a behaviour, made once: both stand in tables that are read once per process and never change,
 * while providers are made anew for every phase of every stack.
 */
export function oncePerType<Made>(
  make: (block: Block, behaviour: Behaviour) => Made,
): (block: Block, behaviour: Behaviour) => Made {
  const made = new WeakMap<Block, WeakMap<Behaviour, Made>>();
  return (block, behaviour) => {
    let ofBlock = made.get(block);
    if (!ofBlock) {
      ofBlock = new WeakMap();
      made.set(block, ofBlock);
    }
    let one = ofBlock.get(behaviour);
    if (one === undefined) {
      one = make(block, behaviour);
      ofBlock.set(behaviour, one);
    }
    return one;
  };
}
