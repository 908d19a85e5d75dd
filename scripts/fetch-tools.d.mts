export type Tool =
  | 'wasmtime'
  | 'deno'
  | 'node-22'
  | 'node-24'
  | 'node-26'
  | 'redis-server'
  | 'postgres'
  | 'ssh';

/** The path of a tool that is here already. */
export function findTool(name: Tool): string | undefined;
/** The path of a tool, fetched when it is not here. Throws an Error of one line. */
export function needTool(name: Tool): string;
