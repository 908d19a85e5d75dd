// The engine as jco's transpiled component has it: a u64 is a bigint there.

declare module 'spike:transpiled' {
  type Engine = typeof import('wasi-net:engine/engine@0.1.0');
  type Wide = 'wait' | 'bytesReceived' | 'bytesSent';
  export const engine: Omit<Engine, Wide> & {
    wait(until: bigint): number;
    bytesReceived(handle: number): bigint;
    bytesSent(handle: number): bigint;
  };
}
