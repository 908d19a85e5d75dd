/** The path of a tool that is here already. */
export function findTool(name: 'wasmtime'): string | undefined;
/** The path of a tool, fetched when it is not here. Throws an Error of one line. */
export function needTool(name: 'wasmtime'): string;
