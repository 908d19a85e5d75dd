// A server that is not said to have a path: a guest has none.
import type { Backdrop } from '../../clients/stage/compare.ts';

export function overTcp(backdrop: () => Promise<Backdrop>): () => Promise<Backdrop> {
  return async () => {
    const { given, stop } = await backdrop();
    const { path: _, ...rest } = given;
    return { given: rest, stop };
  };
}
