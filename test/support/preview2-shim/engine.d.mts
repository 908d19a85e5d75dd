// What jco makes of dist/engine.component.wasm; `build.ts` puts it beside the bundled net.
import type { ComponentExports } from '../../../host/binding/component-exports.ts';

type Wide = 'wait' | 'bytesReceived' | 'bytesSent';

export const engine: Omit<ComponentExports, Wide> & {
  wait(until: bigint): number;
  bytesReceived(handle: number): bigint;
  bytesSent(handle: number): bigint;
};
